using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.History;

/// <summary>The last hour of one section (or of a connection's figures from one source): one clock, a set of series for each row. Thread-safe.</summary>
internal sealed partial class SectionHistory(string[] columns, HistoryBudget budget)
{
    /// <summary>Points further apart than this many times the reading's pace have a gap between them.</summary>
    private const double GapFactor = 2.5;
    private const double CoarseGapSeconds = 150;
    private const int SlotsBetweenSweeps = 6;

    private readonly Lock _gate = new();
    private readonly SlotClock _clock = new();
    private readonly Dictionary<RowKey, Row> _rows = [];
    private double _gapSeconds;
    private long _sweptSlot;

    public bool HasColumns(string[] expected) => columns.AsSpan().SequenceEqual(expected);

    /// <summary>Takes in a table: one value for each row and each of the columns, in their order.</summary>
    public void Record(IReadOnlyList<RowKey> keys, ColumnData?[] cells, DateTimeOffset at, TimeSpan pace)
    {
        lock (_gate)
        {
            var previous = _clock.Latest;
            var slot = _clock.Mark(at);
            if (slot < 0)
                return;
            _gapSeconds = Math.Max(3 * SlotClock.SlotSeconds, pace.TotalSeconds * GapFactor);
            for (var row = 0; row < keys.Count; row++)
            {
                if (!_rows.TryGetValue(keys[row], out var kept))
                    _rows[keys[row]] = kept = new Row(columns.Length);
                // A row that was away has nothing known for the slots in between.
                if (kept.LastSlot != 0 && kept.LastSlot < previous)
                    FillGap(kept, slot);
                for (var column = 0; column < columns.Length; column++)
                    kept.Series[column].Record(_clock, slot, cells[column]?.NumberAt(row) ?? double.NaN, budget);
                kept.LastSlot = slot;
            }

            if (slot - _sweptSlot >= SlotsBetweenSweeps)
                Sweep(slot);
        }
    }

    public HistorySeries Read(RowKey key, string columnId)
    {
        var column = Array.IndexOf(columns, columnId);
        if (column < 0)
            return HistorySeries.Empty;
        var points = new List<(double Time, double Value)>();
        double gap;
        lock (_gate)
        {
            if (!_rows.TryGetValue(key, out var row))
                return HistorySeries.Empty;
            var isCoarse = row.Series[column].ReadTo(_clock, row.LastSlot, points);
            gap = isCoarse ? Math.Max(_gapSeconds, CoarseGapSeconds) : _gapSeconds;
        }

        return HistorySeries.WithGaps(points, gap);
    }

    private void FillGap(Row row, long now)
    {
        for (var slot = row.LastSlot + 1; slot < now; slot++)
        {
            if (!_clock.IsRecorded(slot))
                continue;
            for (var column = 0; column < row.Series.Length; column++)
                row.Series[column].Record(_clock, slot, double.NaN, budget);
        }
    }

    private void Sweep(long now)
    {
        _sweptSlot = now;
        foreach (var (key, row) in _rows)
        {
            if (now - row.LastSlot < SlotClock.SlotCount)
                continue;
            for (var column = 0; column < row.Series.Length; column++)
                row.Series[column].Release(budget);
            _rows.Remove(key);
        }
    }

    private sealed class Row(int columnCount)
    {
        public ValueSeries[] Series { get; } = new ValueSeries[columnCount];

        public long LastSlot { get; set; }
    }
}
