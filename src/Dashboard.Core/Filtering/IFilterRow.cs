using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>
/// What a filter is asked of: a grid's row or a message. A field is named by a path: <c>ready</c>, <c>header.x-tenant</c>, <c>body.order.id</c>.
/// </summary>
public interface IFilterRow
{
    /// <summary>
    /// The value at the path; <see cref="FilterValue.Absent"/> where there is none, <see cref="FilterValue.Unjudgeable"/> where it cannot be
    /// known (a JSON path into a body that is no JSON, a cell the broker does not tell).
    /// </summary>
    FilterValue Resolve(FieldPath path);
}

/// <summary>A parsed path: its dotted parts, quotes removed.</summary>
public sealed record FieldPath(IReadOnlyList<string> Parts)
{
    /// <summary>The first part in lower case: the column, or <c>body</c>, <c>header</c>, <c>property</c>, <c>death</c>.</summary>
    public string Root { get; } = Parts[0].ToLowerInvariant();

    public override string ToString() => string.Join('.', Parts);
}

/// <summary>A value that a filter compares. Exactly one of the forms.</summary>
public readonly record struct FilterValue
{
    private FilterValue(FilterValueKind kind, string? text, double number)
    {
        Kind = kind;
        Text = text;
        Number = number;
    }

    public static readonly FilterValue Absent = new(FilterValueKind.Absent, null, double.NaN);

    public static readonly FilterValue Unjudgeable = new(FilterValueKind.Unjudgeable, null, double.NaN);

    public FilterValueKind Kind { get; }

    public string? Text { get; }

    /// <summary>Numbers in base units: counts, bytes, seconds, per second; times as seconds since 1970 UTC; flags 0 or 1.</summary>
    public double Number { get; }

    public static FilterValue Of(string text) => new(FilterValueKind.Text, text, double.NaN);

    public static FilterValue Of(double number) => new(FilterValueKind.Number, null, number);

    public static FilterValue Of(bool flag) => new(FilterValueKind.Flag, null, flag ? 1 : 0);

    /// <summary>The value of a message field; lists and tables are <see cref="Absent"/> unless the path leads further.</summary>
    public static FilterValue Of(FieldValue value) => value switch
    {
        TextValue text => Of(text.Value),
        IntegerValue integer => Of((double)integer.Value),
        NumberValue number => Of(number.Value),
        DecimalValue number => Of((double)number.Value),
        BooleanValue flag => Of(flag.Value),
        TimestampValue time => Of(time.Value.ToUnixTimeMilliseconds() / 1000.0),
        _ => Absent,
    };
}

/// <summary>Forms of a <see cref="FilterValue"/>.</summary>
public enum FilterValueKind
{
    Absent,
    Unjudgeable,
    Text,
    Number,
    Flag,
}
