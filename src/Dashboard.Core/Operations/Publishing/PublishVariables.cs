using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Publishing;

/// <summary>
/// Makes the texts of a published message templates, each copy with values of its own. Everything a value is made of stands in here, so that
/// what is previewed is what is sent, also by a job that goes on after a restart.
/// </summary>
/// <param name="Seed">What random values and UUIDs are made of; not a secret.</param>
/// <param name="At">The time <c>{{now}}</c> stands for.</param>
public sealed record PublishVariables(string Seed, DateTimeOffset At)
{
    /// <summary>Values of the names that were asked for.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The body is JSON: values are written so that it stays JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>What is wrong with the templates of a message, in words; null where nothing is.</summary>
    public string? FindMistake(OutgoingMessage message)
    {
        foreach (var (field, text) in TextsOf(message))
        {
            if (VariableText.Parse(text, out var problem) is not { } parsed)
                return $"{field}: {problem}";
            if (parsed.Prompts.FirstOrDefault(name => !Values.ContainsKey(name)) is { } missing)
                return $"{field}: {{{{{missing}}}}} has no value.";
        }

        return null;
    }

    /// <summary>Names in the templates of a message that have to be given a value; templates with a mistake have none.</summary>
    public static IReadOnlyList<string> PromptsOf(OutgoingMessage message)
        => [.. TextsOf(message).SelectMany(one => VariableText.Parse(one.Text, out _)?.Prompts ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>One message with its own values.</summary>
    /// <param name="template">The message with variables in its texts, without a mistake.</param>
    /// <param name="sequence">Which one, from 1.</param>
    public OutgoingMessage Expand(OutgoingMessage template, long sequence) => template with
    {
        Address = template.Address with { RoutingKey = Expand(template.Address.RoutingKey, sequence, "key", false) },
        Body = Utf8.IsValid(template.Body.Span)
            ? Encoding.UTF8.GetBytes(Expand(Encoding.UTF8.GetString(template.Body.Span), sequence, "body", IsJson))
            : template.Body,
        Properties = Expand(template.Properties, sequence, "p"),
        Headers = Expand(template.Headers, sequence, "h"),
    };

    private IReadOnlyList<MessageField> Expand(IReadOnlyList<MessageField> fields, long sequence, string place)
        => [.. fields.Select((field, i) => field.Value is TextValue text ? field with { Value = text with { Value = Expand(text.Value, sequence, $"{place}{i}", false) } } : field)];

    private string Expand(string text, long sequence, string place, bool isJson)
        => VariableText.Parse(text, out _)?.Expand(this, sequence, place, isJson) ?? text;

    private static IEnumerable<(string Field, string Text)> TextsOf(OutgoingMessage message)
    {
        yield return ("Routing key", message.Address.RoutingKey);
        if (Utf8.IsValid(message.Body.Span))
            yield return ("Body", Encoding.UTF8.GetString(message.Body.Span));
        foreach (var field in message.Properties.Concat(message.Headers))
        {
            if (field.Value is TextValue text)
                yield return (field.Name, text.Value);
        }
    }
}
