using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <summary>
/// One value's last hour. While the value never changes it is that value alone; the first change allocates a ring of one point for each slot, or,
/// where the budget for those is used up, of one point for each minute.
/// </summary>
internal struct ValueSeries
{
    public const int FineBytes = SlotClock.SlotCount * sizeof(float);
    public const int CoarseBytes = CoarseCount * sizeof(float);
    private const int CoarseCount = 60;
    private const int SlotsPerCoarse = SlotClock.SlotCount / CoarseCount;

    private float[]? _ring;
    private float _last;
    private long _firstSlot;
    private long _changedSlot;
    private bool _isRefused;

    /// <summary>Takes in the value of the slot that the clock has just marked.</summary>
    public void Record(SlotClock clock, long slot, double value, HistoryBudget budget)
    {
        var single = (float)value;
        if (_firstSlot == 0)
        {
            _firstSlot = slot;
            _last = single;
            return;
        }

        if (_isRefused && slot - _changedSlot >= SlotClock.SlotCount)
        {
            // Nothing of what could not be kept is within the hour any more.
            _isRefused = false;
            _firstSlot = _changedSlot + 1;
        }

        if (!Same(single, _last))
        {
            _changedSlot = slot;
            if (_ring is null)
                Allocate(clock, slot, budget);
        }
        else if (_ring is not null && slot - _changedSlot >= SlotClock.SlotCount)
        {
            // Constant for the whole hour again.
            Release(budget);
            _firstSlot = slot - SlotClock.SlotCount + 1;
        }

        if (_ring is not null)
            _ring[Index(slot)] = single;
        _last = single;
    }

    /// <summary>Gives back what was allocated.</summary>
    public void Release(HistoryBudget budget)
    {
        if (_ring is not null)
            budget.Return(_ring.Length * sizeof(float));
        _ring = null;
    }

    /// <summary>The points of the recorded slots, rising; nothing where changes could not be kept.</summary>
    /// <returns>Whether there is but one point a minute.</returns>
    public readonly bool ReadTo(SlotClock clock, long lastSlot, List<(double Time, double Value)> points)
    {
        if (_firstSlot == 0 || _isRefused)
            return false;
        var isCoarse = _ring is { Length: CoarseCount };
        foreach (var slot in clock.Recorded(_firstSlot))
        {
            if (slot > lastSlot)
                break;
            // The minute now under way has taken the place of the one an hour before.
            if (isCoarse && slot / SlotsPerCoarse <= (clock.Latest / SlotsPerCoarse) - CoarseCount)
                continue;
            var value = _ring is null ? _last : _ring[Index(slot)];
            // A coarse point stands for all slots of its minute: shown once, at the latest of them.
            if (isCoarse && points.Count > 0 && SlotClock.SlotOf(points[^1].Time) / SlotsPerCoarse == slot / SlotsPerCoarse)
                points[^1] = (clock.TimeOf(slot), value);
            else
                points.Add((clock.TimeOf(slot), value));
        }

        return isCoarse;
    }

    /// <summary>The values that are new in the recorded slots after one and up to another; of what could not be kept, the latest.</summary>
    public readonly void AddChanges(SlotClock clock, long after, long until, RowKey key, int column, List<HistoryChange> changes)
    {
        if (_firstSlot == 0 || until <= after)
            return;
        if (_ring is null)
        {
            var changed = Math.Max(_firstSlot, _changedSlot);
            if (changed > after && (_isRefused || changed <= until))
                changes.Add(new HistoryChange(key, column, clock.TimeOf(Math.Min(changed, until)), _last));
            return;
        }

        float? previous = null;
        foreach (var slot in clock.Recorded(Math.Max(after, _firstSlot)))
        {
            if (slot > until)
                break;
            var value = _ring[Index(slot)];
            if (slot > after && !(previous is { } known && Same(known, value)))
                changes.Add(new HistoryChange(key, column, clock.TimeOf(slot), value));
            previous = value;
        }
    }

    /// <summary>Nothing is known of the value now.</summary>
    public readonly bool IsUnknown => float.IsNaN(_last);

    private void Allocate(SlotClock clock, long slot, HistoryBudget budget)
    {
        if (budget.TryTakeFine(FineBytes))
            _ring = new float[SlotClock.SlotCount];
        else if (budget.TryTakeCoarse(CoarseBytes))
            _ring = new float[CoarseCount];
        else
            _isRefused = true;
        if (_ring is null)
            return;
        foreach (var earlier in clock.Recorded(_firstSlot))
        {
            if (earlier < slot)
                _ring[Index(earlier)] = _last;
        }
    }

    private readonly int Index(long slot) => _ring!.Length == CoarseCount
        ? (int)(slot / SlotsPerCoarse % CoarseCount)
        : SlotClock.IndexOf(slot);

    private static bool Same(float a, float b) => a.Equals(b);
}
