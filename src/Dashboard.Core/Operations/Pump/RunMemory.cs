namespace Dashboard.Core.Operations.Pump;

/// <summary>What one run of a job (from start or resume to its end) has tried; a resume by an operator tries it anew.</summary>
internal sealed class RunMemory
{
    public const int FailuresToSendAlone = 2;

    private readonly HashSet<long> _tried = [];
    private readonly Dictionary<long, int> _failures = [];
    private readonly Lock _sync = new();

    public bool HasTried(long sequence)
    {
        lock (_sync)
            return _tried.Contains(sequence);
    }

    public void Tried(long sequence)
    {
        lock (_sync)
            _tried.Add(sequence);
    }

    /// <summary>It was under way at several faults: sent alone, it shows whether it is the cause.</summary>
    public bool MustGoAlone(long sequence)
    {
        lock (_sync)
            return _failures.GetValueOrDefault(sequence) >= FailuresToSendAlone;
    }

    /// <summary>Counts a fault at which this message was under way; the answer is how many there were.</summary>
    public int CountFailure(long sequence)
    {
        lock (_sync)
            return _failures[sequence] = _failures.GetValueOrDefault(sequence) + 1;
    }
}
