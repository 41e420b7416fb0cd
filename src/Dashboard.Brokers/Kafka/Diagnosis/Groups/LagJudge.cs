using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>
/// Judges a sliding window of samples as Burrow does, without thresholds: everything is measured against the window itself. Where Burrow's rules are
/// weak others stand: growth is told by the order of all pairs of samples, so that a dip does not hide it; a group that was set back and moves on
/// is catching up; a lag that stays is told from one that grows. Pure.
/// </summary>
internal static class LagJudge
{
    /// <summary>Fewer samples say nothing about movement.</summary>
    public const int FewestSamples = 6;

    /// <summary>From this share of the topic's retention on, unread messages count as about to be deleted.</summary>
    private const double NearRetention = 0.75;

    /// <summary>One-sided 95 % of Kendall's S in units of its standard deviation.</summary>
    private const double Significant = 1.645;

    /// <param name="window">Oldest first; the last one is now.</param>
    /// <param name="facts">What else is known.</param>
    public static LagVerdict Of(ReadOnlySpan<LagSample> window, in LagFacts facts)
    {
        if (window.IsEmpty)
            return new LagVerdict(LagState.Unknown);
        var now = window[^1];
        var verdict = Measured(window);
        if (facts.Low > now.Committed)
            return verdict with { State = LagState.Lost, Lost = facts.Low - now.Committed };
        if (now.Lag < 0)
            return verdict with { State = IsAhead(window) ? LagState.AheadOfLog : LagState.Ok };
        if (now.Lag == 0)
            return verdict with { State = LagState.Ok };
        if (IsHeldUp(now, facts))
            return verdict with { State = LagState.WaitsForTransaction };
        if (facts.HasNothingLeft)
            return verdict with { State = LagState.Ok };
        if (facts.BehindSeconds > facts.RetentionSeconds * NearRetention)
            return verdict with { State = LagState.SoonLost, SecondsLeft = facts.RetentionSeconds - facts.BehindSeconds };
        var isStill = IsStill(window);
        if (facts.IsEmpty && isStill)
            return verdict with { State = LagState.EmptyWithLag };
        if (LastSetBack(window) is var at and > 0)
            return AfterSetBack(window, at, verdict);
        if (window.Length < FewestSamples)
            return verdict;
        if (HasZero(window))
            return verdict with { State = LagState.Ok };
        return isStill ? verdict with { State = Still(facts) } : Moving(window, verdict);
    }

    // A group without members waits for nobody. One that has committed more has read messages of the transaction itself, or it was another transaction. The offset
    // before it may be that of a marker, which consumers do not commit beyond.
    private static bool IsHeldUp(LagSample now, in LagFacts facts)
        => !facts.IsEmpty && facts.LastStable >= 0 && facts.LastStable < now.High && (now.Committed == facts.LastStable || (now.Committed < facts.LastStable && facts.HasNothingLeft));

    private static LagState Still(in LagFacts facts) => (facts.IsAssigned, facts.Commits) switch
    {
        (false, _) => LagState.NotAssigned,
        (_, CommitEvidence.Seen) => LagState.Stalled,
        (_, CommitEvidence.None) => LagState.Stopped,
        _ => LagState.NotMoving,
    };

    private static LagVerdict Moving(ReadOnlySpan<LagSample> window, LagVerdict verdict)
    {
        var order = Order(window);
        var n = window.Length;
        var limit = Significant * Math.Sqrt(n * (n - 1) * (2 * n + 5) / 18.0);
        // What a group reads between two samples is on its way, not behind.
        var read = window[^1].Committed - window[0].Committed;
        if (verdict.Lag <= read / (n - 1.0))
            return verdict with { State = LagState.Ok };
        if (order < -limit)
            return verdict with { State = LagState.CatchingUp };
        if (order > limit)
            return verdict with { State = LagState.Growing, SecondsLeft = double.NaN };
        return verdict with { State = verdict.Lag > read ? LagState.Steady : LagState.Ok };
    }

    private static LagVerdict AfterSetBack(ReadOnlySpan<LagSample> window, int at, LagVerdict verdict)
    {
        var since = Measured(window[at..]) with { SetBack = window[at - 1].Committed - window[at].Committed, Covered = verdict.Covered };
        var isFalling = window[^1].Committed > window[at].Committed && window[^1].Lag < window[at].Lag;
        return since with { State = isFalling ? LagState.CatchingUp : LagState.Rewound };
    }

    private static LagVerdict Measured(ReadOnlySpan<LagSample> window)
    {
        var (first, last) = (window[0], window[^1]);
        var seconds = (last.AtMs - first.AtMs) / 1000.0;
        var verdict = new LagVerdict(LagState.Unknown) { Lag = last.Lag, Covered = TimeSpan.FromSeconds(seconds) };
        if (seconds <= 0)
            return verdict;
        var (incoming, read) = (Math.Max(0, last.High - first.High) / seconds, Math.Max(0, last.Committed - first.Committed) / seconds);
        return verdict with { InPerSecond = incoming, OutPerSecond = read, SecondsLeft = Forecast.TimeToDrain(Math.Max(0, last.Lag), incoming, read) };
    }

    // Committed is read before the high watermark: only an earlier commit beyond the latest high watermark is no matter of timing.
    private static bool IsAhead(ReadOnlySpan<LagSample> window)
    {
        foreach (var earlier in window[..^1])
        {
            if (earlier.Committed > window[^1].High)
                return true;
        }

        return false;
    }

    private static bool IsStill(ReadOnlySpan<LagSample> window)
    {
        foreach (var sample in window)
        {
            if (sample.Committed != window[0].Committed)
                return false;
        }

        return true;
    }

    private static bool HasZero(ReadOnlySpan<LagSample> window)
    {
        foreach (var sample in window)
        {
            if (sample.Lag <= 0)
                return true;
        }

        return false;
    }

    /// <summary>The last sample whose offset is less than the one before; 0 where there is none.</summary>
    private static int LastSetBack(ReadOnlySpan<LagSample> window)
    {
        for (var i = window.Length - 1; i > 0; i--)
        {
            if (window[i].Committed < window[i - 1].Committed)
                return i;
        }

        return 0;
    }

    /// <summary>Kendall's S of the lag over time: pairs that rose minus pairs that fell.</summary>
    private static int Order(ReadOnlySpan<LagSample> window)
    {
        var order = 0;
        for (var i = 0; i < window.Length; i++)
        {
            for (var j = i + 1; j < window.Length; j++)
                order += window[j].Lag.CompareTo(window[i].Lag);
        }

        return order;
    }
}
