using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Web.Components.Editing;
using Dashboard.Web.Connections;

namespace Dashboard.Web.Components.Connections;

/// <summary>What stands in the form of a connection: what all of them have, and the settings that the kind declares.</summary>
internal sealed class ConnectionForm
{
    private readonly IReadOnlyDictionary<string, string?> _given;

    private ConnectionForm(IReadOnlyDictionary<string, string?> given) => _given = given;

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Kind { get; private set; } = "";

    public string Environment { get; set; } = "";

    public bool IsReadOnly { get; set; }

    public FormDraft Settings { get; private set; } = new([]);

    public static ConnectionForm Empty() => new(new Dictionary<string, string?>());

    public static ConnectionForm Of(ManagedConnection connection) => new(connection.Values)
    {
        Id = connection.Info.Id.Value,
        Name = connection.Info.Name,
        Environment = connection.Info.Environment.Value,
        IsReadOnly = connection.Info.IsReadOnly,
    };

    /// <summary>Takes the fields of a kind, with what was given of them.</summary>
    public void Choose(string kind, IReadOnlyList<FormField> fields)
    {
        Kind = kind;
        var values = new Dictionary<string, JsonElement>();
        foreach (var field in fields)
        {
            if (Given(field) is { } value)
                values[field.Id] = ChangeValues.Of(value);
        }

        Settings = new FormDraft(fields, values);
    }

    /// <summary>The draft as it is tried out and saved; mistakes are those of typing alone.</summary>
    public ConnectionDraft ToDraft(out IReadOnlyList<FieldMistake> mistakes)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, value) in Settings.Values(out mistakes))
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var (line, at) in value.EnumerateArray().Select((one, at) => (one.GetString(), at)))
                        values[$"{id}:{at}"] = line;
                    break;
                case JsonValueKind.String:
                    var isSecret = Settings.Fields.Any(field => field.Id == id && field.Type == FieldType.Secret);
                    values[id] = isSecret ? value.GetString() : value.GetString()!.Trim();
                    break;
                case JsonValueKind.False:
                    break;
                default:
                    values[id] = value.GetRawText();
                    break;
            }
        }

        return new ConnectionDraft { Id = Id.Trim(), Name = Name.Trim(), Kind = Kind, Environment = Environment.Trim(), IsReadOnly = IsReadOnly, Values = values };
    }

    /// <summary>Each problem at its field; those of no field of the form at none.</summary>
    public IReadOnlyList<FieldMistake> At(IReadOnlyList<SettingProblem> problems) => [.. problems.Select(At)];

    private FieldMistake At(SettingProblem problem)
    {
        foreach (var id in Settings.Fields.Select(field => field.Id).Concat(["Id", "Name"]))
        {
            if (problem.Key.Equals(id, StringComparison.OrdinalIgnoreCase))
                return new(id, Capitalised(InWords(problem.Message)));
            // Of a list: which line.
            if (problem.Key.StartsWith(id + ":", StringComparison.OrdinalIgnoreCase) && int.TryParse(problem.Key.AsSpan(id.Length + 1), out var line))
                return new(id, line == 0 ? Capitalised(InWords(problem.Message)) : $"Line {line + 1} {InWords(problem.Message)}");
        }

        return new(null, $"{problem.Key} {InWords(problem.Message)}");
    }

    /// <summary>A message with fields called by their titles: who fills in a form has never seen the keys of the configuration.</summary>
    private string InWords(string message)
        => Settings.Fields.Where(field => field.Id.Contains(':', StringComparison.Ordinal)).OrderByDescending(field => field.Id.Length)
            .Aggregate(message, (words, field) => words.Replace(field.Id, $"\"{field.Title}\"", StringComparison.Ordinal));

    private object? Given(FormField field)
    {
        if (field.Type != FieldType.List)
            return _given.GetValueOrDefault(field.Id);
        var lines = new List<string>();
        while (_given.GetValueOrDefault($"{field.Id}:{lines.Count}") is { } line)
            lines.Add(line);
        return lines.Count == 0 ? null : lines;
    }

    private static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
