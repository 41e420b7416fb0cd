namespace Dashboard.Core.History;

/// <summary>
/// The last hour in slots of ten seconds: which of them were recorded, and when exactly. Slots are numbered from 1970.
/// </summary>
internal sealed class SlotClock
{
    public const int SlotSeconds = 10;
    public const int SlotCount = 360;

    private readonly long[] _numbers = new long[SlotCount];
    private readonly double[] _times = new double[SlotCount];

    /// <summary>The latest slot recorded; 0 before the first.</summary>
    public long Latest { get; private set; }

    public static long SlotOf(double seconds) => (long)Math.Floor(seconds / SlotSeconds);

    public static int IndexOf(long slot) => (int)(slot % SlotCount);

    /// <summary>Records that values were read at this time.</summary>
    /// <returns>The slot, or -1 where the clock went back behind what is recorded: such values are left out.</returns>
    public long Mark(DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeMilliseconds() / 1000.0;
        var slot = SlotOf(seconds);
        if (slot <= 0 || slot < Latest)
            return -1;
        Latest = slot;
        _numbers[IndexOf(slot)] = slot;
        _times[IndexOf(slot)] = seconds;
        return slot;
    }

    public bool IsRecorded(long slot) => slot > 0 && _numbers[IndexOf(slot)] == slot;

    public double TimeOf(long slot) => _times[IndexOf(slot)];

    /// <summary>Recorded slots of the hour before the latest one (with it), from the given one on, rising.</summary>
    public IEnumerable<long> Recorded(long from)
    {
        for (var slot = Math.Max(from, Latest - SlotCount + 1); slot <= Latest; slot++)
        {
            if (IsRecorded(slot))
                yield return slot;
        }
    }
}
