using Dashboard.Core.Capabilities;
using Dashboard.Web.Connections;

namespace Dashboard.Web.Components.Connections;

/// <summary>What stands in the form of a connection: every setting as one text, a list with one value a line.</summary>
internal sealed class ConnectionForm
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Kind { get; set; } = "";

    public string Environment { get; set; } = "";

    public bool IsReadOnly { get; set; }

    /// <summary>The text of a setting; empty where nothing was entered.</summary>
    public string this[string key]
    {
        get => _texts.GetValueOrDefault(key, "");
        set => _texts[key] = value;
    }

    public static ConnectionForm Of(ManagedConnection connection)
    {
        var form = new ConnectionForm
        {
            Id = connection.Info.Id.Value,
            Name = connection.Info.Name,
            Kind = connection.Info.Kind.Value,
            Environment = connection.Info.Environment.Value,
            IsReadOnly = connection.Info.IsReadOnly,
        };
        // A list's values stand under Key:0, Key:1 and so on.
        foreach (var list in connection.Values.GroupBy(v => WithoutNumber(v.Key)))
            form[list.Key] = string.Join('\n', list.OrderBy(v => v.Key.Length).ThenBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value));
        return form;
    }

    public ConnectionDraft ToDraft(IBrokerProvider provider)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in provider.SettingFields)
        {
            if (field.Type == SettingFieldType.List)
            {
                var lines = this[field.Key].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                for (var i = 0; i < lines.Length; i++)
                    values[$"{field.Key}:{i}"] = lines[i];
            }
            else if (this[field.Key] is { Length: > 0 } text)
            {
                values[field.Key] = field.Type == SettingFieldType.Secret ? text : text.Trim();
            }
        }

        return new ConnectionDraft { Id = Id.Trim(), Name = Name.Trim(), Kind = Kind, Environment = Environment.Trim(), IsReadOnly = IsReadOnly, Values = values };
    }

    private static string WithoutNumber(string key)
        => key.LastIndexOf(':') is var colon and > 0 && key.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? key[..colon] : key;
}
