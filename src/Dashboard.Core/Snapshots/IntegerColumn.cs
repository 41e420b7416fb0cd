using System.Globalization;

namespace Dashboard.Core.Snapshots;

/// <summary>Integer cells (counts, bytes, flags, milliseconds since 1970), one per row; <see cref="Missing"/> is missing.</summary>
public sealed class IntegerColumn(long[] values) : ColumnData(values.Length)
{
    public const long Missing = long.MinValue;

    public long this[int row] => values[row];

    public override bool HasValue(int row) => values[row] != Missing;

    public override double NumberAt(int row) => values[row] == Missing ? double.NaN : values[row];

    public override string? TextAt(int row) => values[row] == Missing ? null : values[row].ToString(CultureInfo.InvariantCulture);
}
