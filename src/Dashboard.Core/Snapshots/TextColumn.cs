namespace Dashboard.Core.Snapshots;

/// <summary>Text cells, one per row; null is missing.</summary>
public sealed class TextColumn(string?[] values) : ColumnData(values.Length)
{
    public string? this[int row] => values[row];

    public override bool HasValue(int row) => values[row] is not null;

    public override double NumberAt(int row) => double.NaN;

    public override string? TextAt(int row) => values[row];
}
