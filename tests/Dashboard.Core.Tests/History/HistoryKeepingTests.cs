using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Tests.Snapshots;

namespace Dashboard.Core.Tests.History;

/// <summary>What is taken to be written down, restored into a new memory, is the same hour.</summary>
public sealed class HistoryKeepingTests
{
    private static readonly ConnectionId Eu = new("eu");
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private static readonly string[] Names = ["busy", "still", "comes", "goes", "returns"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Restore_AfterRandomTakes_GivesTheSameSeries(int seed)
    {
        var random = new Random(seed);
        var history = new MetricHistory();
        var kept = new List<HistoryChanges>();
        for (var i = 0; i < 300; i++)
        {
            Record(history, i * 10, random);
            if (random.Next(7) == 0)
                kept.AddRange(history.TakeChanges(withOpenSlots: false));
        }

        kept.AddRange(history.TakeChanges(withOpenSlots: true));
        var restored = new MetricHistory();
        foreach (var subject in kept.GroupBy(k => k.Subject))
            restored.Restore(Joined(subject));

        foreach (var name in Names)
        {
            foreach (var column in (string[])["ready", "rate"])
                Known(restored, name, column).ShouldBe(Known(history, name, column), $"{name} {column}");
        }

        Known(restored, "still", "ready").Count.ShouldBe(300);
        Known(restored, "busy", "ready").Select(p => p.Value).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Restore_RowThatWasNeverAgainSeen_EndsWhereItWasLost()
    {
        var history = new MetricHistory();
        Read(history, 0, ("q", 4, null), ("other", 1, null));
        Read(history, 10, ("other", 1, null));
        Read(history, 20, ("other", 1, null));
        var restored = new MetricHistory();
        foreach (var changes in history.TakeChanges(withOpenSlots: true))
            restored.Restore(changes);

        Known(restored, "q", "ready").ShouldBe([(Seconds(0), 4.0)]);
        Known(restored, "other", "ready").Count.ShouldBe(3);
    }

    [Fact]
    public void Restore_ThenLiveValues_GoOnInOneLine()
    {
        var history = new MetricHistory();
        Read(history, 0, ("q", 4, null));
        Read(history, 10, ("q", 4, null));
        var restored = new MetricHistory();
        foreach (var changes in history.TakeChanges(withOpenSlots: true))
            restored.Restore(changes);

        Read(restored, 120, ("q", 9, null));

        var series = restored.OfCell(Eu, "queues", A.Key("q"), "ready");
        series.Values.ShouldBe([4.0, 4.0, double.NaN, 9.0]);
    }

    [Fact]
    public void Restore_OverWhatWasReadAlready_ChangesNothing()
    {
        var history = new MetricHistory();
        Read(history, 0, ("q", 4, null));
        var kept = history.TakeChanges(withOpenSlots: true).ToList();
        var running = new MetricHistory();
        Read(running, 50, ("q", 5, null));

        kept.ForEach(running.Restore);

        running.OfCell(Eu, "queues", A.Key("q"), "ready").Values.ShouldBe([5.0]);
    }

    [Fact]
    public void TakeChanges_NothingNew_GivesNothing()
    {
        var history = new MetricHistory();
        Read(history, 0, ("q", 4, null));

        history.TakeChanges(withOpenSlots: false).ShouldBeEmpty();
        history.TakeChanges(withOpenSlots: true).Count().ShouldBe(1);
        history.TakeChanges(withOpenSlots: true).ShouldBeEmpty();
    }

    private static void Record(MetricHistory history, int i, Random random)
    {
        var at = i;
        var rows = new List<(string, long?, double?)> { ("busy", random.Next(100), random.NextDouble()), ("still", 7, 0) };
        if (at > 1000)
            rows.Add(("comes", random.Next(3), null));
        if (at < 2000)
            rows.Add(("goes", random.Next(3), random.Next(2)));
        if (at / 500 % 2 == 0)
            rows.Add(("returns", 3, random.Next(2) == 0 ? null : 1));
        Read(history, at, [.. rows]);
    }

    private static void Read(MetricHistory history, double seconds, params (string Name, long? Ready, double? Rate)[] rows)
        => history.Record(Eu, new SourceReading { Tables = [A.QueueTable(Start.AddSeconds(seconds), rows)] }, Start.AddSeconds(seconds), Pace);

    /// <summary>As a store gives them back: by row and column, times rising.</summary>
    private static HistoryChanges Joined(IEnumerable<HistoryChanges> stretches)
    {
        var all = stretches.ToList();
        return all[0] with
        {
            Ticks = [.. all.SelectMany(s => s.Ticks)],
            Changes = [.. all.SelectMany(s => s.Changes).GroupBy(c => (c.Key, c.Column)).SelectMany(g => g.OrderBy(c => c.Time))],
        };
    }

    private static List<(double Time, double Value)> Known(MetricHistory history, string name, string column)
    {
        var series = history.OfCell(Eu, "queues", A.Key(name), column);
        return [.. series.Times.Zip(series.Values).Where(p => !double.IsNaN(p.Second))];
    }

    private static double Seconds(double after) => Start.ToUnixTimeSeconds() + after;
}
