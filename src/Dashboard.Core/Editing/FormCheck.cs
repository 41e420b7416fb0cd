using System.Text.Json;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Editing;

/// <summary>Checks values against the declaration of their form. Pure.</summary>
public static class FormCheck
{
    /// <summary>Everything that is wrong, in the order of the fields.</summary>
    public static IReadOnlyList<FieldMistake> Of(IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values)
    {
        var mistakes = new List<FieldMistake>();
        foreach (var field in fields)
        {
            if (MistakeIn(field, fields, values) is { } mistake)
                mistakes.Add(new FieldMistake(field.Id, mistake));
        }

        foreach (var unknown in values.Keys.Where(id => fields.All(field => field.Id != id)))
            mistakes.Add(new FieldMistake(null, $"There is no field '{unknown}' here."));
        return mistakes;
    }

    /// <summary>Whether the field means something with these values.</summary>
    public static bool Applies(FormField field, IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values)
    {
        if (field.When is not { } condition)
            return true;
        var other = values.TryGetValue(condition.FieldId, out var given)
            ? Words(given)
            : fields.FirstOrDefault(one => one.Id == condition.FieldId)?.Default;
        return other is not null && condition.Values.Contains(other);
    }

    private static string? MistakeIn(FormField field, IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values)
    {
        var applies = Applies(field, fields, values);
        if (!values.TryGetValue(field.Id, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return field is { IsRequired: true, Default: null } && applies ? $"{field.Title} is missing." : null;
        if (!applies)
            return $"{field.Title} means something only where {ConditionOf(field, fields)}.";
        return field.Type switch
        {
            FieldType.Text or FieldType.Reference or FieldType.Secret => MistakeInText(field, value),
            FieldType.List => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) ? null : $"{field.Title} is not a list of texts.",
            FieldType.Integer or FieldType.Duration or FieldType.Bytes => MistakeInNumber(field, value),
            FieldType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{field.Title} is neither true nor false.",
            FieldType.Table => value.ValueKind == JsonValueKind.Object ? null : $"{field.Title} is not a table.",
            FieldType.Choice when value.ValueKind != JsonValueKind.String => $"{field.Title} is not text.",
            FieldType.NumberChoice when value.ValueKind != JsonValueKind.Number => $"{field.Title} is not a number.",
            _ => field.Choices.Any(choice => choice.Value == Words(value)) ? null : $"{field.Title} is one of {string.Join(", ", field.Choices.Select(choice => choice.Value))}.",
        };
    }

    private static string? MistakeInText(FormField field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return $"{field.Title} is not text.";
        var text = value.GetString()!;
        if (text.Length == 0 && !field.AllowsEmpty)
            return $"{field.Title} is empty.";
        return field.MaxLength is { } max && System.Text.Encoding.UTF8.GetByteCount(text) > max ? $"{field.Title} is longer than {Figures.PluralExact(max, "byte")}." : null;
    }

    private static string? MistakeInNumber(FormField field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            return $"{field.Title} is not a whole number.";
        if (number < field.Min)
            return $"{field.Title} is at least {field.Min:N0}.";
        return number > field.Max ? $"{field.Title} is at most {field.Max:N0}." : null;
    }

    private static string ConditionOf(FormField field, IReadOnlyList<FormField> fields)
    {
        var other = fields.FirstOrDefault(one => one.Id == field.When!.FieldId)?.Title ?? field.When!.FieldId;
        return $"{other} is {string.Join(" or ", field.When!.Values)}";
    }

    private static string Words(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
