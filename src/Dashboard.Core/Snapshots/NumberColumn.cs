using System.Globalization;

namespace Dashboard.Core.Snapshots;

/// <summary>Floating-point cells (rates per second, ratios, seconds), one per row; NaN is missing.</summary>
public sealed class NumberColumn(double[] values) : ColumnData(values.Length)
{
    public double this[int row] => values[row];

    public override bool HasValue(int row) => !double.IsNaN(values[row]);

    public override double NumberAt(int row) => values[row];

    public override string? TextAt(int row) => double.IsNaN(values[row]) ? null : values[row].ToString("R", CultureInfo.InvariantCulture);
}
