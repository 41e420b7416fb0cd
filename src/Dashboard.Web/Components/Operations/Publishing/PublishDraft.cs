using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Operations.Publishing;

/// <summary>A message as it is being written in the publish form. Pure: says what is wrong and makes the intent.</summary>
public sealed class PublishDraft
{
    public const int MaxRepeat = 10_000;

    public DestinationRef? Target { get; set; }

    public string RoutingKey { get; set; } = "";

    /// <summary>Texts of standard properties by name; an empty text leaves the property out.</summary>
    public Dictionary<string, string> Properties { get; } = [];

    public List<HeaderDraft> Headers { get; } = [];

    public string Body { get; set; } = "";

    public BodyInput Input { get; set; } = BodyInput.Text;

    public int Repeat { get; set; } = 1;

    public bool IsMandatory { get; set; } = true;

    /// <summary>Fills the form with a message, to publish it again changed or unchanged. What names its way through the broker is left out.</summary>
    public void Fill(MessageEnvelope message, IReadOnlyList<PropertyDefinition> definitions)
    {
        RoutingKey = message.RoutingKey ?? "";
        Properties.Clear();
        foreach (var field in message.Properties)
        {
            if (definitions.Any(d => d.Name == field.Name))
                Properties[field.Name] = HeaderDraft.Of(field).Text;
        }

        Headers.Clear();
        Headers.AddRange(message.Headers.Where(h => !IsTrace(h.Name)).Select(HeaderDraft.Of));
        var isText = System.Text.Unicode.Utf8.IsValid(message.Body.Span);
        Input = isText ? BodyInput.Text : BodyInput.Base64;
        Body = isText ? Encoding.UTF8.GetString(message.Body.Span) : Convert.ToBase64String(message.Body.Span);
    }

    /// <summary>What is wrong with the form; empty when it can be sent.</summary>
    public IReadOnlyList<string> Problems(IReadOnlyList<PropertyDefinition> definitions)
    {
        var problems = new List<string>();
        if (Target is null)
            problems.Add("Choose a queue or an exchange.");
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

        if (BodyBytes(out var bodyProblem) is null)
            problems.Add(bodyProblem!);
        if (Repeat is < 1 or > MaxRepeat)
            problems.Add($"Repeat is from 1 to {MaxRepeat:N0}.");
        return problems;
    }

    /// <summary>Why a body that is meant to be JSON is none; null where it is, or is not meant to be.</summary>
    public string? JsonProblem()
    {
        if (Input != BodyInput.Json)
            return null;
        JsonTree.Read(Encoding.UTF8.GetBytes(Body), false, DecodingLimits.Default, out var problem);
        return problem;
    }

    /// <summary>The intent; null while something is wrong.</summary>
    public OperationIntent? ToIntent(IReadOnlyList<PropertyDefinition> definitions)
    {
        if (Problems(definitions).Count > 0)
            return null;
        return new OperationIntent
        {
            Kind = OperationKind.Publish,
            Connection = Target!.Connection,
            Selection = new AllMessages(),
            Message = new OutgoingMessage
            {
                Address = new PublishAddress(Target, Target.Kind == "exchange" ? RoutingKey : ""),
                Body = BodyBytes(out _)!,
                Properties = [.. definitions.Select(d => PropertyOf(d, out _)).OfType<MessageField>()],
                Headers = [.. Headers.Select(h => h.Read(out _)).OfType<MessageField>()],
                IsMandatory = IsMandatory,
            },
            Options = new OperationOptions { Repeat = Repeat },
        };
    }

    private MessageField? PropertyOf(PropertyDefinition definition, out string? problem)
    {
        problem = null;
        return Properties.GetValueOrDefault(definition.Name) is { Length: > 0 } text
            ? new HeaderDraft { Name = definition.Name, Type = definition.Type, Text = text }.Read(out problem)
            : null;
    }

    private byte[]? BodyBytes(out string? problem)
    {
        problem = JsonProblem() is { } json ? $"The body is no JSON: {json}" : null;
        if (problem is not null)
            return null;
        if (Input != BodyInput.Base64)
            return Encoding.UTF8.GetBytes(Body);
        try
        {
            return Convert.FromBase64String(Body);
        }
        catch (FormatException)
        {
            problem = "The body is no base64.";
            return null;
        }
    }

    private static bool IsTrace(string name)
        => name is "x-death" or "x-replay-id" or "x-replay-original" || name.StartsWith("x-first-death-", StringComparison.Ordinal) || name.StartsWith("x-last-death-", StringComparison.Ordinal);
}

/// <summary>How the body is typed.</summary>
public enum BodyInput
{
    Text,

    /// <summary>Text that must be JSON.</summary>
    Json,

    /// <summary>Bytes as base64.</summary>
    Base64,
}
