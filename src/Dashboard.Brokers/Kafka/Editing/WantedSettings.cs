using System.Text.Json;
using Confluent.Kafka.Admin;
using Dashboard.Core.Editing;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>Settings between a form's values, what is sent, and what a topic has.</summary>
internal static class WantedSettings
{
    /// <summary>The settings that the form sets, as the broker takes them: text by name.</summary>
    public static SortedDictionary<string, string> Of(IReadOnlyDictionary<string, JsonElement> values)
    {
        var wanted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in TopicSettings.All)
        {
            if (values.TryGetValue(field.Id, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                wanted[field.Id] = Text(value);
        }

        foreach (var (name, value) in values.Table(TopicSettings.Others.Id))
            wanted[name] = Text(value);
        return wanted;
    }

    /// <summary>What a topic has of its own and can be edited. Values that the broker does not tell are not touched.</summary>
    public static SortedDictionary<string, string> OwnOf(IEnumerable<ConfigEntryResult> entries)
        => new(entries.Where(e => e is { Source: ConfigSource.DynamicTopicConfig, IsSensitive: false, IsReadOnly: false, Value: not null }).ToDictionary(e => e.Name, e => e.Value), StringComparer.Ordinal);

    /// <summary>The values of an edit form.</summary>
    public static Dictionary<string, JsonElement> ValuesOf(IReadOnlyDictionary<string, string> own)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in own)
        {
            if (TopicSettings.Find(name) is { } field && Value(field, text) is { } value)
                values[name] = value;
            else
                others[name] = text;
        }

        if (others.Count > 0)
            values[TopicSettings.Others.Id] = ChangeValues.Of(others);
        return values;
    }

    /// <summary>What has to be sent so that a topic has what is wanted and nothing else of its own.</summary>
    public static IReadOnlyList<SettingChange> Changes(IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> wanted)
        =>
        [
            .. wanted.Where(w => !own.TryGetValue(w.Key, out var now) || now != w.Value).Select(w => new SettingChange(w.Key, own.GetValueOrDefault(w.Key), w.Value)),
            .. own.Where(o => !wanted.ContainsKey(o.Key)).Select(o => new SettingChange(o.Key, o.Value, null)),
        ];

    public static IEnumerable<FieldMistake> Check(IReadOnlyDictionary<string, JsonElement> values)
    {
        foreach (var (name, value) in values.Table(TopicSettings.Others.Id))
        {
            if (name.Length == 0)
                yield return new(TopicSettings.Others.Id, "A setting has no name.");
            else if (TopicSettings.Find(name) is { } field && values.ContainsKey(name))
                yield return new(TopicSettings.Others.Id, $"{name} has a field of its own: {field.Title}.");
            else if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                yield return new(TopicSettings.Others.Id, $"{name} is neither text, number nor yes or no.");
        }
    }

    private static JsonElement? Value(FormField field, string text) => field.Type switch
    {
        FieldType.Flag => bool.TryParse(text, out var flag) ? ChangeValues.Of(flag) : null,
        FieldType.Choice => field.Choices.Any(c => c.Value == text) ? ChangeValues.Of(text) : null,
        _ => long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= field.Min && !(number > field.Max)
            ? ChangeValues.Of(number)
            : null,
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}

/// <summary>One setting of a topic that changes.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Before">The topic's own value; null for none.</param>
/// <param name="After">The new one; null: that of the brokers will count.</param>
internal sealed record SettingChange(string Name, string? Before, string? After)
{
    public override string ToString() => $"{Name}: {Before ?? "(the brokers' value)"} → {After ?? "(the brokers' value)"}";
}
