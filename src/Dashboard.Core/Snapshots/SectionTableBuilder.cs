using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// Builds a table row by row. Cells not set stay missing. Not thread-safe; for one table only.
/// </summary>
public sealed class SectionTableBuilder
{
    private readonly SectionDefinition _definition;
    private readonly Array[] _cells;
    private readonly long[]?[] _readAt;
    private readonly string?[] _unavailable;
    private readonly RowKey[] _keys;
    private int _row = -1;

    public SectionTableBuilder(SectionDefinition definition, int rowCount)
    {
        _definition = definition;
        _keys = new RowKey[rowCount];
        _cells = new Array[definition.Columns.Count];
        _readAt = new long[definition.Columns.Count][];
        _unavailable = new string?[definition.Columns.Count];
        for (var i = 0; i < _cells.Length; i++)
            _cells[i] = Blank(definition.Columns[i], rowCount);
    }

    /// <summary>Begins the next row.</summary>
    public SectionTableBuilder Row(RowKey key)
    {
        _keys[++_row] = key;
        return this;
    }

    public SectionTableBuilder Set(string columnId, string? value)
    {
        ((string?[])Cells(columnId))[_row] = value;
        return this;
    }

    public SectionTableBuilder Set(string columnId, long? value)
    {
        if (Cells(columnId) is double[] numbers)
            numbers[_row] = value ?? double.NaN;
        else
            ((long[])Cells(columnId))[_row] = value ?? IntegerColumn.Missing;
        return this;
    }

    public SectionTableBuilder Set(string columnId, double? value)
    {
        ((double[])Cells(columnId))[_row] = value ?? double.NaN;
        return this;
    }

    public SectionTableBuilder Set(string columnId, bool? value) => Set(columnId, value is { } flag ? flag ? 1L : 0L : (long?)null);

    public SectionTableBuilder Set(string columnId, DateTimeOffset? value) => Set(columnId, value?.ToUnixTimeMilliseconds());

    /// <summary>Dates the current row's cell of a rotating column.</summary>
    public SectionTableBuilder ReadAt(string columnId, DateTimeOffset at)
    {
        var ordinal = Ordinal(columnId);
        (_readAt[ordinal] ??= new long[_keys.Length])[_row] = at.ToUnixTimeMilliseconds();
        return this;
    }

    /// <summary>Declares that no cell of the column is known, and why.</summary>
    public SectionTableBuilder Unavailable(string columnId, string reason)
    {
        _unavailable[Ordinal(columnId)] = reason;
        return this;
    }

    /// <summary>The finished table. Rows promised and not begun are an error.</summary>
    public SectionTable Build(DateTimeOffset readAt)
    {
        if (_row + 1 != _keys.Length)
            throw new InvalidOperationException($"Section '{_definition.Id}': {_keys.Length} rows were promised, {_row + 1} were given.");
        var columns = new ColumnData[_cells.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Column(i);
        return new SectionTable(_definition, _keys, columns, readAt);
    }

    private static Array Blank(ColumnDefinition column, int rowCount)
    {
        if (column.IsText)
            return new string?[rowCount];
        if (column.IsInteger)
        {
            var integers = new long[rowCount];
            Array.Fill(integers, IntegerColumn.Missing);
            return integers;
        }

        var numbers = new double[rowCount];
        Array.Fill(numbers, double.NaN);
        return numbers;
    }

    private ColumnData Column(int i) => _cells[i] switch
    {
        string?[] texts => new TextColumn(texts) { UnavailableReason = _unavailable[i], ReadAtMilliseconds = _readAt[i] },
        long[] integers => new IntegerColumn(integers) { UnavailableReason = _unavailable[i], ReadAtMilliseconds = _readAt[i] },
        double[] numbers => new NumberColumn(numbers) { UnavailableReason = _unavailable[i], ReadAtMilliseconds = _readAt[i] },
        var other => throw new InvalidOperationException($"Unknown cell store {other.GetType()}."),
    };

    private Array Cells(string columnId) => _cells[Ordinal(columnId)];

    private int Ordinal(string columnId) => _definition.OrdinalOf(columnId) is var i and >= 0
        ? i
        : throw new KeyNotFoundException($"Section '{_definition.Id}' has no column '{columnId}'.");
}
