using System.Collections.Concurrent;

namespace Dashboard.Core.Snapshots.Querying;

/// <summary>All that was worked out for one table: answers by question, sort keys and coverage by column. Lives as long as the table.</summary>
internal sealed class TableAnswers(SectionTable table, TextRanks ranks)
{
    private const int MaxAnswers = 64;

    private readonly ConcurrentDictionary<GridQuery, Lazy<SectionView>> _answers = new();
    private readonly ConcurrentQueue<GridQuery> _asked = new();
    private readonly ConcurrentDictionary<SortKey, Lazy<double[]>> _sortKeys = new();
    private readonly ConcurrentDictionary<int, int> _coverage = new();
    private readonly Lazy<double[]> _keyOrder = new(() => ranks.Of([.. table.Keys.Select(k => k.Value)]));
    private readonly Lazy<int[]> _allRows = new(() => [.. Enumerable.Range(0, table.RowCount)]);

    /// <summary>Rank of each row's key: what decides between rows that are equal otherwise.</summary>
    public double[] KeyOrder => _keyOrder.Value;

    /// <summary>All rows in the provider's order.</summary>
    public int[] AllRows => _allRows.Value;

    public SectionView GetOrAdd(GridQuery query, Func<GridQuery, SectionView> answer)
    {
        if (_answers.TryGetValue(query, out var known))
            return known.Value;
        var made = new Lazy<SectionView>(() => answer(query));
        var kept = _answers.GetOrAdd(query, made);
        if (ReferenceEquals(kept, made))
        {
            _asked.Enqueue(query);
            if (_asked.Count > MaxAnswers && _asked.TryDequeue(out var oldest))
                _answers.TryRemove(oldest, out _);
        }

        return kept.Value;
    }

    /// <summary>Numbers that sort the rows by a column in a direction, ascending; missing cells last.</summary>
    public double[] SortKeyOf(SortKey sort, int ordinal)
        => _sortKeys.GetOrAdd(sort, key => new Lazy<double[]>(() => RowOrder.Directed(NumbersOf(ordinal), key.IsDescending))).Value;

    /// <summary>Number of rows whose cell is known.</summary>
    public int CoverageOf(int ordinal) => _coverage.GetOrAdd(ordinal, i =>
    {
        var column = table.Columns[i];
        return column.UnavailableReason is null ? column.Coverage() : 0;
    });

    private double[] NumbersOf(int ordinal)
    {
        var column = table.Columns[ordinal];
        if (column is TextColumn)
        {
            var texts = new string?[column.RowCount];
            for (var row = 0; row < texts.Length; row++)
                texts[row] = column.TextAt(row);
            var order = ranks.Of(texts);
            return table.Definition.Columns[ordinal] is { SortsByTone: true } definition ? ByTone(order, texts, definition) : order;
        }

        var numbers = new double[column.RowCount];
        for (var row = 0; row < numbers.Length; row++)
            numbers[row] = column.NumberAt(row);
        return numbers;
    }

    // Worse tones are greater numbers; within a tone the alphabet decides.
    private static double[] ByTone(double[] order, string?[] texts, ColumnDefinition definition)
    {
        var numbers = new double[order.Length];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = texts[row] is { } text
                ? order[row] - ((double)ToneOrder.Rank(definition.Tones.GetValueOrDefault(text, Tone.Neutral)) * (order.Length + 1))
                : double.NaN;
        }

        return numbers;
    }
}
