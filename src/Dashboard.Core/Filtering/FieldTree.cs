using System.Globalization;
using System.Text;
using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>Walks typed header trees for filters.</summary>
internal static class FieldTree
{
    private const int MaxText = 64 * 1024;
    private const int MaxDepth = 32;

    /// <summary>The value at the path from <paramref name="start"/> on: names lead into tables, positions into lists.</summary>
    public static FilterValue At(IReadOnlyList<MessageField> fields, IReadOnlyList<string> path, int start)
    {
        if (start >= path.Count)
            return fields.Count == 0 ? FilterValue.Absent : FilterValue.Of(TextOf(new TableValue(fields)) ?? "");
        var value = Named(fields, path[start]);
        for (var i = start + 1; i < path.Count && value is not null; i++)
        {
            value = value switch
            {
                TableValue table => Named(table.Fields, path[i]),
                ListValue list when int.TryParse(path[i], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Items.Count
                    => list.Items[at],
                _ => null,
            };
        }

        return value switch
        {
            null or NullValue => FilterValue.Absent,
            ListValue or TableValue or BytesValue => FilterValue.Of(TextOf(value) ?? ""),
            _ => FilterValue.Of(value),
        };
    }

    /// <summary>A value as text for searching: lists and tables written out, at most 64 Ki characters; null for no value.</summary>
    public static string? TextOf(FieldValue value)
    {
        if (value is TextValue plain)
            return plain.Value;
        if (value is NullValue)
            return null;
        var text = new StringBuilder();
        Write(value, text, 0);
        return text.ToString();
    }

    // The name as it is written first; header names differ in case between clients, so any case will do where none is exact.
    private static FieldValue? Named(IReadOnlyList<MessageField> fields, string name)
    {
        FieldValue? other = null;
        for (var i = 0; i < fields.Count; i++)
        {
            if (string.Equals(fields[i].Name, name, StringComparison.Ordinal))
                return fields[i].Value;
            if (other is null && string.Equals(fields[i].Name, name, StringComparison.OrdinalIgnoreCase))
                other = fields[i].Value;
        }

        return other;
    }

    private static void Write(FieldValue value, StringBuilder text, int depth)
    {
        if (text.Length > MaxText || depth > MaxDepth)
            return;
        switch (value)
        {
            case TextValue leaf:
                text.Append(leaf.Value.AsSpan(0, Math.Min(leaf.Value.Length, MaxText)));
                break;
            case IntegerValue leaf:
                text.Append(leaf.Value);
                break;
            case NumberValue leaf:
                text.Append(leaf.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DecimalValue leaf:
                text.Append(leaf.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case BooleanValue leaf:
                text.Append(leaf.Value ? "true" : "false");
                break;
            case TimestampValue leaf:
                text.Append(leaf.Value.ToString("O", CultureInfo.InvariantCulture));
                break;
            case BytesValue leaf:
                // Bytes are as a rule a text that is not quite UTF-8: what can be read of it can be found.
                text.Append(Encoding.UTF8.GetString(leaf.Value.Span[..Math.Min(leaf.Value.Length, MaxText)]));
                break;
            case ListValue list:
                text.Append('[');
                foreach (var item in list.Items)
                {
                    Write(item, text, depth + 1);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case TableValue table:
                text.Append('{');
                foreach (var field in table.Fields)
                {
                    text.Append(field.Name).Append('=');
                    Write(field.Value, text, depth + 1);
                    text.Append(' ');
                }

                text.Append('}');
                break;
        }
    }
}
