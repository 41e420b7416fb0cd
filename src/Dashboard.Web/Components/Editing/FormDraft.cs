using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Filtering.Syntax;

namespace Dashboard.Web.Components.Editing;

/// <summary>A form being filled in: what was typed, and the values it makes.</summary>
public sealed class FormDraft
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _empty = [];
    private readonly HashSet<string> _touched = [];
    private readonly Dictionary<string, List<TableRow>> _tables = [];

    /// <summary>A form with its defaults, over which the given values are laid.</summary>
    public FormDraft(IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement>? values = null)
    {
        Fields = fields;
        foreach (var field in fields)
        {
            if (field.Default is { } text)
                _texts[field.Id] = text;
            if (values is not null && values.TryGetValue(field.Id, out var value))
                Lay(field, value);
        }
    }

    public IReadOnlyList<FormField> Fields { get; }

    public string Text(FormField field) => _texts.GetValueOrDefault(field.Id, "");

    public bool IsEmptyMeant(FormField field) => _empty.Contains(field.Id);

    public bool IsTouched(FormField field) => _touched.Contains(field.Id);

    public IReadOnlyList<TableRow> Rows(FormField field) => _tables.GetValueOrDefault(field.Id) ?? [];

    public bool IsSet(FormField field) => _texts.ContainsKey(field.Id) || _empty.Contains(field.Id) || Rows(field).Count > 0;

    public void Set(FormField field, string text)
    {
        _touched.Add(field.Id);
        _empty.Remove(field.Id);
        if (text.Length == 0)
            _texts.Remove(field.Id);
        else
            _texts[field.Id] = text;
    }

    /// <summary>Whether the empty text is meant, and not that the field is left out.</summary>
    public void MeanEmpty(FormField field, bool isMeant)
    {
        _touched.Add(field.Id);
        _texts.Remove(field.Id);
        if (isMeant)
            _empty.Add(field.Id);
        else
            _empty.Remove(field.Id);
    }

    public void AddRow(FormField field, string name = "") => (_tables.TryGetValue(field.Id, out var rows) ? rows : _tables[field.Id] = []).Add(new TableRow { Name = name });

    public void RemoveRow(FormField field, TableRow row) => _tables[field.Id].Remove(row);

    /// <summary>The values of the fields that are set and apply; mistakes are those of typing alone.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values(out IReadOnlyList<FieldMistake> mistakes)
    {
        var found = new List<FieldMistake>();
        var values = new Dictionary<string, JsonElement>();
        foreach (var field in Fields)
        {
            if (Value(field, found) is { } value)
                values[field.Id] = value;
        }

        // Left over from another choice: not sent, and there again when the choice comes back.
        foreach (var field in Fields.Where(field => !FormCheck.Applies(field, Fields, values)))
            values.Remove(field.Id);
        mistakes = [.. found.Where(mistake => Fields.Any(field => field.Id == mistake.FieldId && FormCheck.Applies(field, Fields, values)))];
        return values;
    }

    private JsonElement? Value(FormField field, List<FieldMistake> mistakes)
    {
        if (field.Type == FieldType.Table)
            return Table(field, mistakes);
        if (_empty.Contains(field.Id))
            return ChangeValues.Of("");
        if (!_texts.TryGetValue(field.Id, out var text))
            return null;
        switch (field.Type)
        {
            case FieldType.Flag:
                return text == "true" || field.Default is not null ? ChangeValues.Of(text == "true") : null;
            case FieldType.List:
                return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } lines ? ChangeValues.Of(lines) : null;
            case FieldType.Integer or FieldType.Duration or FieldType.Bytes or FieldType.NumberChoice:
                if (Number(field, text) is { } number)
                    return ChangeValues.Of(number);
                mistakes.Add(new(field.Id, $"{field.Title} is not a whole number{Example(field)}."));
                return null;
            default:
                return ChangeValues.Of(text);
        }
    }

    private JsonElement? Table(FormField field, List<FieldMistake> mistakes)
    {
        var rows = Rows(field);
        if (rows.Count == 0)
            return null;
        var table = new Dictionary<string, JsonElement>();
        foreach (var row in rows)
        {
            if (row.Value(out var mistake) is not { } value)
                mistakes.Add(new(field.Id, mistake!));
            else if (row.Name.Length == 0)
                mistakes.Add(new(field.Id, "A value has no name."));
            else if (!table.TryAdd(row.Name, value))
                mistakes.Add(new(field.Id, $"{row.Name} stands twice."));
        }

        return ChangeValues.Of(table);
    }

    private void Lay(FormField field, JsonElement value)
    {
        if (field.Type == FieldType.Table && value.ValueKind == JsonValueKind.Object)
            _tables[field.Id] = [.. value.EnumerateObject().Select(one => TableRow.Of(one.Name, one.Value))];
        else if (field.Type == FieldType.List && value.ValueKind == JsonValueKind.Array)
            _texts[field.Id] = string.Join('\n', value.EnumerateArray().Select(one => one.GetString()));
        else if (value.ValueKind == JsonValueKind.String && value.GetString() is "")
            (field.AllowsEmpty ? _empty : []).Add(field.Id);
        else
            _texts[field.Id] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    /// <summary>Plain numbers are in the field's own unit; others say theirs: 7d, 1h30m, 10MiB, 5k.</summary>
    private static long? Number(FormField field, string text)
    {
        var trimmed = text.Trim().Replace(" ", "", StringComparison.Ordinal);
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain))
            return plain;
        var read = Quantity.Read(trimmed) * (field.Type == FieldType.Duration ? 1000 : 1);
        return double.IsFinite(read) && Math.Abs(read) < 9e15 && Math.Abs(read - Math.Round(read)) < 1e-6 ? (long)Math.Round(read) : null;
    }

    private static string Example(FormField field) => field.Type switch
    {
        FieldType.Duration => " of milliseconds, nor a time such as 30s or 7d",
        FieldType.Bytes => " of bytes, nor a size such as 10MiB",
        _ => "",
    };
}
