namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>What the poller knows of one source. Touched by the poller's loop alone.</summary>
internal sealed class SourceState(SectionSource source, DateTimeOffset dueAt)
{
    /// <summary>However dear a read is, it is tried again after this time at the latest.</summary>
    private static readonly TimeSpan SlowestCadence = TimeSpan.FromMinutes(10);

    public SectionSource Source { get; } = source;

    public DateTimeOffset DueAt { get; set; } = dueAt;

    /// <summary>The read under way; null between reads.</summary>
    public Task<SourceResult>? Running { get; set; }

    /// <summary>A read that did not end at its time limit and still goes on; the source is not read again before it has ended.</summary>
    public Task? Overdue { get; private set; }

    /// <summary>Somebody asked for new data while a read was under way that may have begun too early.</summary>
    public bool IsAskedAgain { get; set; }

    public bool HasAnswered { get; private set; }

    public int FailuresInARow { get; private set; }

    public SourceProblem? Problem { get; private set; }

    /// <summary>What it said last; stays while it fails.</summary>
    public SourceReading? LastGood { get; private set; }

    /// <summary>How long its last read took, however it ended; null before the first one.</summary>
    public TimeSpan? LastDuration { get; private set; }

    /// <summary>How far apart its reads are now: its period, or twice what a read costs where that is more.</summary>
    public TimeSpan Cadence { get; private set; } = source.Period;

    /// <summary>It is never put off for longer than this.</summary>
    public TimeSpan LongestWait => Cadence > BackOff.Longest ? Cadence : BackOff.Longest;

    public bool IsHanging => Overdue is { IsCompleted: false };

    public void Succeed(SourceResult result, DateTimeOffset now)
    {
        LastGood = result.Reading;
        LastDuration = result.Duration;
        HasAnswered = true;
        FailuresInARow = 0;
        Problem = null;
        Overdue = null;
        var share = result.Duration * 2;
        Cadence = share <= Source.Period ? Source.Period : share < SlowestCadence ? share : SlowestCadence;
        var next = result.StartedAt + Cadence;
        DueAt = IsAskedAgain || next < now ? now : next;
        IsAskedAgain = false;
    }

    /// <returns>True for the first failure after a success: the one that is worth a line in the log.</returns>
    public bool Fail(SourceResult result, DateTimeOffset now)
    {
        var isFirst = Problem is null;
        FailuresInARow++;
        LastDuration = result.Duration;
        Overdue = result.Overdue;
        DueAt = IsAskedAgain ? now + BackOff.First : now + BackOff.After(result.FailureKind, FailuresInARow, Random.Shared.NextDouble());
        IsAskedAgain = false;
        Problem = new SourceProblem(result.FailureKind, result.FailureMessage, now, Problem?.Since ?? now, DueAt);
        return isFirst;
    }

    /// <summary>Ends its back-off.</summary>
    public void TryNow(DateTimeOffset now)
    {
        DueAt = now;
        if (Problem is not null)
            Problem = Problem with { NextTryAt = now };
    }

    /// <summary>Puts the source off because its last read still hangs, and says so.</summary>
    public void PutOff(DateTimeOffset now)
    {
        DueAt = now + BackOff.Longest;
        if (Problem is not null)
            Problem = Problem with { NextTryAt = DueAt };
    }
}
