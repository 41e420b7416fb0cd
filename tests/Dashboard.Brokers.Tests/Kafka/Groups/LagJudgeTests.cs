using Dashboard.Brokers.Kafka.Diagnosis.Groups;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>Windows by hand: each verdict, and its neighbour that must not get it.</summary>
public sealed class LagJudgeTests
{
    private const int Spacing = 15_000;

    [Fact]
    public void Of_NoLag_IsOk() => StateOf(Window(i => (100 + i, 100 + i))).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_StandsStillAndCommits_IsStalled() => StateOf(Still, new LagFacts { Commits = CommitEvidence.Seen }).ShouldBe(LagState.Stalled);

    [Fact]
    public void Of_StandsStillWithoutCommits_IsStopped() => StateOf(Still, new LagFacts { Commits = CommitEvidence.None }).ShouldBe(LagState.Stopped);

    [Fact]
    public void Of_StandsStillAndCommitsNotWatched_SaysOnlyThatItDoesNotMove() => StateOf(Still).ShouldBe(LagState.NotMoving);

    [Fact]
    public void Of_StandsStillForAShortWhile_IsNotJudged() => StateOf(Still[..(LagJudge.FewestSamples - 1)]).ShouldBe(LagState.Unknown);

    [Fact]
    public void Of_StandsStillAndWasAtTheEndInTheWindow_IsOk() => StateOf(Window(i => (100, i < 3 ? 100 : 120))).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_StandsStillAndOnlyMarkersAreLeft_IsOk() => StateOf(Window(_ => (100, 101)), new LagFacts { HasNothingLeft = true }).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_StandsStillWithoutOwner_IsNotAssigned() => StateOf(Still, new LagFacts { IsAssigned = false }).ShouldBe(LagState.NotAssigned);

    [Fact]
    public void Of_GroupWithoutMembers_IsEmptyWithLagFromTheFirstLook() => StateOf(Still[..1], new LagFacts { IsEmpty = true }).ShouldBe(LagState.EmptyWithLag);

    [Fact]
    public void Of_GroupWithoutMembersAndWithoutLag_IsOk() => StateOf(Window(_ => (100, 100)), new LagFacts { IsEmpty = true }).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_GroupWithoutMembersThatMovesAllTheSame_IsJudgedAsOthers()
        => StateOf(Window(i => (100 + (i * 10), 5_000)), new LagFacts { IsEmpty = true }).ShouldBe(LagState.CatchingUp);

    [Fact]
    public void Of_LagGrowsAtEachLook_IsGrowing() => StateOf(Window(i => (100 + (i * 5), 1_000 + (i * 20)))).ShouldBe(LagState.Growing);

    [Fact]
    public void Of_LagGrowsWithDips_IsGrowing()
    {
        long[] lags = [900, 950, 930, 990, 980, 1_040, 1_010, 1_090, 1_080, 1_150, 1_120, 1_200];

        StateOf(Window(i => (100 + (i * 10), 100 + (i * 10) + lags[i]))).ShouldBe(LagState.Growing);
    }

    [Fact]
    public void Of_LagGoesUpAndDown_IsSteady()
    {
        long[] lags = [1_000, 1_050, 990, 1_020, 1_040, 980, 1_010, 1_050, 1_000, 990, 1_030, 1_010];

        StateOf(Window(i => (100 + (i * 10), 100 + (i * 10) + lags[i]))).ShouldBe(LagState.Steady);
    }

    [Fact]
    public void Of_LagIsWhatIsOnItsWay_IsOk() => StateOf(Window(i => (1_000 + (i * 100), 1_050 + (i * 100) + (i * 2)))).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_LagBecomesLess_IsCatchingUpWithTheTimeLeft()
    {
        var verdict = LagJudge.Of(Window(i => (1_000 + (i * 150), 10_000 + (i * 30))), new LagFacts());

        verdict.State.ShouldBe(LagState.CatchingUp);
        verdict.OutPerSecond.ShouldBe(10, 0.01);
        verdict.InPerSecond.ShouldBe(2, 0.01);
        verdict.SecondsLeft.ShouldBe(verdict.Lag / 8.0, 0.01);
    }

    [Fact]
    public void Of_SetBackAndMoving_IsCatchingUp()
    {
        var verdict = LagJudge.Of(Window(i => (i < 6 ? 9_990 : (i - 6) * 300, 10_000 + i)), new LagFacts());

        verdict.State.ShouldBe(LagState.CatchingUp);
        verdict.SetBack.ShouldBe(9_990);
        verdict.OutPerSecond.ShouldBe(20, 0.01);
    }

    [Fact]
    public void Of_SetBackAndStandingStill_IsRewound() => StateOf(Window(i => (i < 6 ? 9_990 : 0, 10_000))).ShouldBe(LagState.Rewound);

    [Fact]
    public void Of_SetBackAndSlowerThanWhatIsWritten_IsRewound() => StateOf(Window(i => (i < 6 ? 9_990 : i, 10_000 + (i * 50)))).ShouldBe(LagState.Rewound);

    [Fact]
    public void Of_CommittedBeforeTheLogBegins_IsLostWithTheCount()
    {
        var verdict = LagJudge.Of(Still, new LagFacts { Low = 150 });

        verdict.State.ShouldBe(LagState.Lost);
        verdict.Lost.ShouldBe(50);
        StateOf(Still, new LagFacts { Low = 100, Commits = CommitEvidence.None }).ShouldBe(LagState.Stopped);
    }

    [Fact]
    public void Of_OldestUnreadNearRetention_IsSoonLost()
    {
        StateOf(Still, new LagFacts { BehindSeconds = 5_500, RetentionSeconds = 7_200 }).ShouldBe(LagState.SoonLost);
        StateOf(Still, new LagFacts { BehindSeconds = 600, RetentionSeconds = 7_200, Commits = CommitEvidence.None }).ShouldBe(LagState.Stopped);
        StateOf(Still, new LagFacts { BehindSeconds = 5_500, Commits = CommitEvidence.None }).ShouldBe(LagState.Stopped);
    }

    [Fact]
    public void Of_EarlierCommitBeyondTheEnd_IsAheadOfLog() => StateOf(Window(_ => (500, 40))).ShouldBe(LagState.AheadOfLog);

    [Fact]
    public void Of_OnlyTheLastCommitBeyondTheEnd_IsAMatterOfTiming() => StateOf(Window(i => (100 + (i * 10), i == 11 ? 205 : 100 + (i * 10)))).ShouldBe(LagState.Ok);

    [Fact]
    public void Of_BeforeAnOpenTransaction_Waits()
    {
        StateOf(Still, new LagFacts { LastStable = 100 }).ShouldBe(LagState.WaitsForTransaction);
        StateOf(Still, new LagFacts { LastStable = 101, HasNothingLeft = true }).ShouldBe(LagState.WaitsForTransaction, "a marker lies between");
        StateOf(Still, new LagFacts { LastStable = 150, Commits = CommitEvidence.None }).ShouldBe(LagState.Stopped);
    }

    [Fact]
    public void Of_BeyondTheBeginningOfATransaction_DoesNotWaitForIt()
    {
        StateOf(Still, new LagFacts { LastStable = 99, Commits = CommitEvidence.Seen }).ShouldBe(LagState.Stalled);
        StateOf(Window(i => (1_000 + (i * 100), 1_050 + (i * 100))), new LagFacts { LastStable = 1_990 }).ShouldBe(LagState.Ok);
    }

    [Fact]
    public void Of_GroupWithoutMembersBeforeAnOpenTransaction_IsEmptyWithLag() => StateOf(Still, new LagFacts { LastStable = 100, IsEmpty = true }).ShouldBe(LagState.EmptyWithLag);

    private static LagSample[] Still => Window(i => (100, 200 + i));

    private static LagState StateOf(LagSample[] window, LagFacts? facts = null) => LagJudge.Of(window, facts ?? new LagFacts()).State;

    private static LagSample[] Window(Func<int, (long Committed, long High)> at)
        => [.. Enumerable.Range(0, 12).Select(i => new LagSample(i * Spacing, at(i).Committed, at(i).High))];
}
