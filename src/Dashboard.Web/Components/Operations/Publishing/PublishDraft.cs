using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Publishing;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A message as it is being written in the publish form. Pure: says what is wrong and makes the intent.</summary>
public sealed class PublishDraft
{
    public const int MaxRepeat = 10_000;

    private readonly List<string> _notes = [];
    private Dictionary<string, MessageField> _originalProperties = [];

    public DestinationRef? Target { get; set; }

    public string RoutingKey { get; set; } = "";

    /// <summary>Texts of standard properties by name; an empty text leaves the property out.</summary>
    public Dictionary<string, string> Properties { get; } = [];

    public List<HeaderDraft> Headers { get; } = [];

    public BodyDraft Body { get; } = new();

    /// <summary>The record key, where there is one.</summary>
    public KeyDraft Key { get; } = new();

    /// <summary>The partition as it is typed; empty leaves it to the broker's rule.</summary>
    public string PartitionText { get; set; } = "";

    /// <summary>No value at all is sent.</summary>
    public bool IsTombstone { get; set; }

    public int Repeat { get; set; } = 1;

    public bool IsMandatory { get; set; } = true;

    /// <summary>Texts are templates: variables in them are filled in.</summary>
    public bool UsesVariables { get; set; }

    /// <summary>Values of variables that are asked for, by name.</summary>
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>What random values and UUIDs are made of: the preview shows what is sent.</summary>
    public string Seed { get; private set; } = NewSeed();

    /// <summary>The time that <c>{{now}}</c> stands for.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The next publish gets values of its own.</summary>
    public void Renew(DateTimeOffset now) => (Seed, At) = (NewSeed(), now);

    /// <summary>Names of variables that have to be given a value.</summary>
    public IReadOnlyList<string> Prompts(IReadOnlyList<PropertyDefinition> definitions)
        => ReadMessage(definitions) is { } message ? PublishVariables.PromptsOf(message) : [];

    /// <summary>What of the message was not taken over into the form, in sentences.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Fills the form with a message, to publish it again changed or unchanged. What names its way through the broker is left out.</summary>
    /// <param name="message">The message, its body whole.</param>
    /// <param name="definitions">The properties the form has.</param>
    /// <param name="isTrace">Headers that tell its way.</param>
    public void Fill(MessageEnvelope message, IReadOnlyList<PropertyDefinition> definitions, Func<string, bool> isTrace)
    {
        _notes.Clear();
        RoutingKey = AddressOf(message) is { RoutingKey.Length: > 0 } address ? address.RoutingKey : message.RoutingKey ?? "";
        FillProperties(message, definitions);
        Headers.Clear();
        Headers.AddRange(message.Headers.Where(h => !isTrace(h.Name)).Select(HeaderDraft.Of));
        var traces = message.Headers.Where(h => isTrace(h.Name)).Select(h => VisibleText.Line(h.Name, 60)).ToList();
        if (traces.Count > 0)
            _notes.Add($"Left out, because the broker or a replay wrote them: {string.Join(", ", traces)}.");
        Body.Fill(message);
        Key.Fill(message.Key);
        IsTombstone = message.IsTombstone;
        if (Body.Note is { } note)
            _notes.Add(note);
    }

    /// <summary>
    /// Where one like this message is published: to the exchange and key it was first published with, as far as it tells, and else to where it stands.
    /// The default exchange is the queue itself.
    /// </summary>
    public static PublishAddress AddressOf(MessageEnvelope message)
    {
        var (exchange, key) = message.Deaths is [var first, ..]
            ? (first.Exchange, first.RoutingKeys.Count > 0 ? first.RoutingKeys[0] : "")
            : (message.Delivery.FirstOrDefault(f => f.Name == "exchange")?.Value is TextValue told ? told.Value : "", message.RoutingKey ?? "");
        if (exchange.Length > 0)
            return new PublishAddress(message.Source with { Kind = "exchange", Name = exchange }, key);
        return new PublishAddress(message.Deaths.Count > 0 && key.Length > 0 ? message.Source with { Kind = "queue", Name = key } : message.Source);
    }

    /// <summary>What is wrong with the form; empty when it can be sent.</summary>
    public IReadOnlyList<string> Problems(IReadOnlyList<PropertyDefinition> definitions)
    {
        var problems = new List<string>();
        if (Target is null)
            problems.Add("Choose where it is sent to.");
        foreach (var definition in definitions)
        {
            if (PropertyOf(definition, out var problem) is null && problem is not null)
                problems.Add($"{definition.Name}: {problem}");
        }

        foreach (var header in Headers)
        {
            if (header.Read(out var problem) is null)
                problems.Add($"Header {(header.Name.Length == 0 ? "without a name" : VisibleText.Line(header.Name, 40))}: {problem}");
        }

        Key.Read(out var keyProblem);
        if (keyProblem is not null)
            problems.Add(keyProblem);
        if (PartitionText.Trim().Length > 0 && Partition is null)
            problems.Add("The partition is a whole number from 0.");
        if (!IsTombstone && Body.Read(out var bodyProblem, UsesVariables) is null)
            problems.Add(bodyProblem!);
        else if (UsesVariables && Target is not null && ReadMessage(definitions) is { } message && Variables(message) is var variables)
            AddTemplateProblems(problems, variables, message);
        if (Repeat is < 1 or > MaxRepeat)
            problems.Add($"Repeat is from 1 to {MaxRepeat:N0}.");
        return problems;
    }

    /// <summary>The address as it is chosen; null while none is.</summary>
    public PublishAddress? Address => Target is { } target ? new PublishAddress(target, target.Kind == "exchange" ? RoutingKey : "") : null;

    /// <summary>The properties the form makes; call it when there is no problem.</summary>
    public IReadOnlyList<MessageField> ReadProperties(IReadOnlyList<PropertyDefinition> definitions)
        => [.. definitions.Select(d => PropertyOf(d, out _)).OfType<MessageField>()];

    /// <summary>The headers the form makes; call it when there is no problem.</summary>
    public IReadOnlyList<MessageField> ReadHeaders() => [.. Headers.Select(h => h.Read(out _)).OfType<MessageField>()];

    /// <summary>The intent; null while something is wrong.</summary>
    public OperationIntent? ToIntent(IReadOnlyList<PropertyDefinition> definitions)
    {
        if (Problems(definitions).Count > 0)
            return null;
        var message = ReadMessage(definitions)!;
        return new OperationIntent
        {
            Kind = OperationKind.Publish,
            Connection = Target!.Connection,
            Selection = new AllMessages(),
            Message = message,
            Variables = UsesVariables ? Variables(message) : null,
            Options = new OperationOptions { Repeat = Repeat },
        };
    }

    private int? Partition => int.TryParse(PartitionText.Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var partition) ? partition : null;

    private ReadOnlyMemory<byte>? ReadBody() => IsTombstone ? ReadOnlyMemory<byte>.Empty : Body.Read(out _, UsesVariables);

    private OutgoingMessage? ReadMessage(IReadOnlyList<PropertyDefinition> definitions) => Address is { } address && ReadBody() is { } body
        ? new OutgoingMessage
        {
            Address = address,
            Body = body,
            IsTombstone = IsTombstone,
            Key = Key.Read(out _),
            Partition = Partition,
            Properties = ReadProperties(definitions),
            Headers = ReadHeaders(),
            IsMandatory = IsMandatory,
        }
        : null;

    private PublishVariables Variables(OutgoingMessage message) => new(Seed, At)
    {
        // A name without a value yet is asked for; only an empty one that was typed is a value.
        Values = PublishVariables.PromptsOf(message).Where(Values.ContainsKey).ToDictionary(name => name, name => Values[name]),
        IsJson = Body.Input == BodyInput.Json,
    };

    private void AddTemplateProblems(List<string> problems, PublishVariables variables, OutgoingMessage message)
    {
        if (variables.FindMistake(message) is { } mistake)
            problems.Add(mistake);
        else if (!IsTombstone && BodyDraft.JsonProblemOf(Body.Input, variables.Expand(message, 1).Body) is { } json)
            problems.Add($"The body is no JSON once its variables are filled in: {json}");
    }

    private static string NewSeed() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(16, lowercase: true);

    private void FillProperties(MessageEnvelope message, IReadOnlyList<PropertyDefinition> definitions)
    {
        Properties.Clear();
        _originalProperties = [];
        foreach (var field in message.Properties)
        {
            if (definitions.FirstOrDefault(d => d.Name == field.Name) is { IsPersonal: false })
            {
                Properties[field.Name] = HeaderDraft.Of(field).Text;
                _originalProperties[field.Name] = field;
            }
            else
            {
                _notes.Add($"The property {VisibleText.Line(field.Name, 60)} is left out: it belongs to who published the message, or cannot be set.");
            }
        }
    }

    // A property that was not touched keeps its wire type, and a value that the form would not take.
    private MessageField? PropertyOf(PropertyDefinition definition, out string? problem)
    {
        problem = null;
        if (Properties.GetValueOrDefault(definition.Name) is not { Length: > 0 } text)
            return null;
        if (_originalProperties.GetValueOrDefault(definition.Name) is { } original && HeaderDraft.Of(original).Text == text)
            return original;
        return new HeaderDraft { Name = definition.Name, Type = definition.Type, Text = text }.Read(out problem);
    }
}
