namespace Dashboard.Core.Operations.Pump;

/// <summary>What one run of a job (from start or resume to its end) has tried; a resume by an operator tries it anew.</summary>
internal sealed class RunMemory
{
    public const int FailuresToSendAlone = 2;

    private readonly HashSet<long> _tried = [];
    private readonly Dictionary<long, int> _failures = [];
    private readonly Lock _sync = new();
    private HashSet<long>? _closedSinceFault;

    /// <summary>Why the last message that was refused was; null where none was.</summary>
    public string? LastRefusal { get; set; }

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

    /// <summary>A fault has struck: what was closed before it may come back.</summary>
    public void Fault()
    {
        lock (_sync)
            _closedSinceFault = [];
    }

    /// <summary>It was closed, and the session that did it goes on in order.</summary>
    public void Closed(long sequence)
    {
        lock (_sync)
            _closedSinceFault?.Add(sequence);
    }

    /// <summary>It was closed before the last fault, so that the broker may have forgotten its removal.</summary>
    public bool MayComeBack(long sequence)
    {
        lock (_sync)
            return _closedSinceFault?.Contains(sequence) != true;
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
