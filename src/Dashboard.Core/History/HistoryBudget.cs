namespace Dashboard.Core.History;

/// <summary>What the rings of all series together may take. Thread-safe.</summary>
internal sealed class HistoryBudget(long fineBytes, long coarseBytes)
{
    private readonly long _total = fineBytes + coarseBytes;
    private long _fineLeft = fineBytes;
    private long _coarseLeft = coarseBytes;

    public bool TryTakeFine(int bytes) => TryTake(ref _fineLeft, bytes);

    public bool TryTakeCoarse(int bytes) => TryTake(ref _coarseLeft, bytes);

    public void Return(int bytes)
    {
        if (bytes == ValueSeries.FineBytes)
            Interlocked.Add(ref _fineLeft, bytes);
        else
            Interlocked.Add(ref _coarseLeft, bytes);
    }

    /// <summary>Bytes in use by rings.</summary>
    public long Used => _total - Interlocked.Read(ref _fineLeft) - Interlocked.Read(ref _coarseLeft);

    private static bool TryTake(ref long left, int bytes)
    {
        if (Interlocked.Add(ref left, -bytes) >= 0)
            return true;
        Interlocked.Add(ref left, bytes);
        return false;
    }
}
