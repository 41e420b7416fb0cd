namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>When a partition's high watermark was where: dense lately, thin before. A few dozen points for as long as it is watched.</summary>
internal sealed class HighHistory
{
    private const int Most = 64;
    private readonly List<(long AtMs, long High)> _points = [];

    /// <summary>When it was first seen; null before that.</summary>
    public long? BeganMs => _points.Count == 0 ? null : _points[0].AtMs;

    public void Note(long atMs, long high)
    {
        if (_points.Count > 0 && high < _points[^1].High)
            _points.Clear();

        // Only where it began and ended to stand still is of interest.
        if (_points.Count >= 2 && _points[^1].High == high && _points[^2].High == high)
            _points[^1] = (atMs, high);
        else
            _points.Add((atMs, high));
        if (_points.Count > Most)
            Thin();
    }

    /// <summary>When the message at an offset was written, by the line between the looks before and after; null where it was written before the first look, or is not yet.</summary>
    public long? WrittenAt(long offset)
    {
        if (_points.Count < 2 || offset < _points[0].High || offset >= _points[^1].High)
            return null;
        var after = 1;
        while (_points[after].High <= offset)
            after++;
        var (from, to) = (_points[after - 1], _points[after]);
        return from.AtMs + (long)((to.AtMs - from.AtMs) * ((offset - from.High) / (double)(to.High - from.High)));
    }

    // Every second point of the older half goes; the first stays.
    private void Thin()
    {
        for (var i = _points.Count / 2; i > 0; i -= 2)
            _points.RemoveAt(i);
    }
}
