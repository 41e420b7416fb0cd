using Dashboard.Brokers.Kafka.Lists.Sources;

namespace Dashboard.Brokers.Tests.Kafka.Lists;

/// <summary>Who is asked for offsets at which poll.</summary>
public sealed class TurnsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 5)]
    [InlineData(6, 5)]
    [InlineData(25, 5)]
    [InlineData(25, 7)]
    [InlineData(250, 1)]
    public void Take_PollAfterPoll_EachHasItsTurnOnceAPeriod_InEqualPortions(int count, int seconds)
    {
        var turns = new Turns(Period, areOwed: false);
        turns.Take(count, Noon).Due.ShouldBe(0);
        var last = new DateTimeOffset[count];
        Array.Fill(last, Noon);
        var share = (double)count * seconds / Period.TotalSeconds;
        var (taken, now) = (0, Noon);
        for (var poll = 1; poll <= 100; poll++)
        {
            now += TimeSpan.FromSeconds(seconds);
            var turn = turns.Take(count, now);
            turn.Due.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(share));
            taken += turn.Due;
            Enumerable.Range(0, count).Count(turn.Has).ShouldBe(turn.Due);
            foreach (var one in Enumerable.Range(0, count).Where(turn.Has))
                last[one] = now;
            last.ShouldAllBe(at => now - at < Period + TimeSpan.FromSeconds(2 * seconds));
        }

        ((double)taken).ShouldBeInRange((100 * share) - 1, (100 * share) + 1, "no more than once a period");
    }

    [Fact]
    public void Take_Owed_ComesInPortionsFromTheSecondTimeOn()
    {
        var turns = new Turns(Period, areOwed: true);

        var portions = Enumerable.Range(0, 9).Select(poll => turns.Take(24, Noon + (poll * TimeSpan.FromSeconds(5))).Due).ToList();

        portions.ShouldBe([0, 4, 4, 4, 4, 4, 4, 4, 4]);
    }

    [Fact]
    public void Take_OneAlone_HasItsOwedTurnAtOnceAndThenOnceAPeriod()
    {
        var turns = new Turns(Period, areOwed: true);

        var portions = Enumerable.Range(0, 15).Select(poll => turns.Take(1, Noon + (poll * TimeSpan.FromSeconds(5))).Due).ToList();

        portions.ShouldBe([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
    }

    [Fact]
    public void Take_LongAfter_IsEverybodyOnce()
    {
        var turns = new Turns(Period, areOwed: false);
        turns.Take(7, Noon);

        turns.Take(7, Noon.AddMinutes(10)).Due.ShouldBe(7);
        turns.Take(7, Noon.AddMinutes(10)).Due.ShouldBe(0);
    }

    [Fact]
    public void Take_OtherNumbers_NobodyIsMetThatIsNotThere()
    {
        var turns = new Turns(Period, areOwed: true);
        turns.Take(40, Noon);
        turns.Take(40, Noon.AddSeconds(25)).Due.ShouldBe(34);

        var fewer = turns.Take(3, Noon.AddSeconds(40));

        fewer.Due.ShouldBeInRange(1, 3);
        Enumerable.Range(0, 3).Count(fewer.Has).ShouldBe(fewer.Due);
        turns.Take(0, Noon.AddSeconds(80)).Has(0).ShouldBeFalse();
    }
}
