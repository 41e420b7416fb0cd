using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <content>How a section's history is written down and read back after a restart.</content>
internal sealed partial class SectionHistory
{
    private long _takenSlot;

    /// <summary>What has become known since the last call; null where nothing was read since.</summary>
    public HistoryChanges? TakeChanges(HistorySubject subject, bool withOpenSlot)
    {
        lock (_gate)
        {
            var slots = _clock.Recorded(_takenSlot + 1).Where(slot => withOpenSlot || slot < _clock.Latest).ToArray();
            if (slots.Length == 0)
                return null;
            var changes = new List<HistoryChange>();
            foreach (var (key, row) in _rows)
                AddChanges(key, row, slots, changes);
            _takenSlot = slots[^1];
            return new HistoryChanges(subject, columns, Array.ConvertAll(slots, _clock.TimeOf), changes);
        }
    }

    /// <summary>Takes in what was kept of the last hour. Does nothing once something was recorded.</summary>
    public void Restore(IReadOnlyList<double> ticks, IReadOnlyList<HistoryChange> kept)
    {
        lock (_gate)
        {
            if (_clock.Latest != 0)
                return;
            var slots = ticks.Select(tick => _clock.Mark(DateTimeOffset.FromUnixTimeMilliseconds((long)(tick * 1000))))
                .Where(slot => slot > 0).Distinct().Where(_clock.IsRecorded).ToArray();
            if (slots.Length == 0)
                return;
            _gapSeconds = 3 * SlotClock.SlotSeconds;
            _takenSlot = slots[^1];
            for (var first = 0; first < kept.Count;)
            {
                var end = first + 1;
                while (end < kept.Count && kept[end].Key == kept[first].Key && kept[end].Column == kept[first].Column)
                    end++;
                RestoreSeries(slots, kept, first, end);
                first = end;
            }
        }
    }

    private void AddChanges(RowKey key, Row row, long[] slots, List<HistoryChange> changes)
    {
        var until = Math.Min(row.LastSlot, slots[^1]);
        // A row that went away is unknown from the first reading without it on.
        var gone = row.LastSlot < _takenSlot ? 0 : Array.Find(slots, slot => slot > row.LastSlot);
        for (var column = 0; column < columns.Length; column++)
        {
            row.Series[column].AddChanges(_clock, _takenSlot, until, key, column, changes);
            if (gone > 0 && !row.Series[column].IsUnknown)
                changes.Add(new HistoryChange(key, column, _clock.TimeOf(gone), double.NaN));
        }
    }

    private void RestoreSeries(long[] slots, IReadOnlyList<HistoryChange> kept, int first, int end)
    {
        if (!_rows.TryGetValue(kept[first].Key, out var row))
            _rows[kept[first].Key] = row = new Row(columns.Length) { LastSlot = slots[^1] };
        ref var series = ref row.Series[kept[first].Column];
        var next = first;
        foreach (var slot in slots)
        {
            while (next < end && kept[next].Time <= _clock.TimeOf(slot))
                next++;
            if (next == first)
                continue;
            series.Record(_clock, slot, kept[next - 1].Value, budget);
            // From here on nothing changes: a value that was never another one needs no ring.
            if (next == end && end - first == 1)
                break;
        }
    }
}
