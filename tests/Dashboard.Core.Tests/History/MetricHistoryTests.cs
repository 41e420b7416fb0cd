using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Tests.Snapshots;

namespace Dashboard.Core.Tests.History;

public sealed class MetricHistoryTests
{
    private static readonly ConnectionId Eu = new("eu");
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private MetricHistory _history = new();

    [Fact]
    public void OfCell_ChangingValue_GivesOnePointForTenSeconds()
    {
        for (var i = 0; i < 6; i++)
            Record(i * 5, ("q", i, null));

        var series = Ready("q");
        series.Times.ShouldBe([Seconds(5), Seconds(15), Seconds(25)]);
        series.Values.ShouldBe([1.0, 3.0, 5.0]);
    }

    [Fact]
    public void OfCell_ConstantValue_CostsNoRingAndStillHasAllPoints()
    {
        for (var i = 0; i < 720; i++)
            Record(i * 10, ("q", 7, null));

        _history.UsedBytes.ShouldBe(0);
        var series = Ready("q");
        series.Values.Length.ShouldBe(360);
        series.Values.ShouldAllBe(v => v.Equals(7.0));
        series.Times[0].ShouldBe(Seconds(3600));
    }

    [Fact]
    public void OfCell_ConstantThenChanging_KeepsThePast()
    {
        for (var i = 0; i < 100; i++)
            Record(i * 10, ("q", i < 50 ? 7 : i, null));

        var series = Ready("q");
        series.Values.Take(50).ShouldAllBe(v => v.Equals(7.0));
        series.Values.Skip(50).ShouldBe(Enumerable.Range(50, 50).Select(i => (double)i));
        _history.UsedBytes.ShouldBe(1440);
    }

    [Fact]
    public void OfCell_ConstantForAnHourAgain_GivesItsRingBack()
    {
        for (var i = 0; i < 500; i++)
            Record(i * 10, ("q", i < 100 ? i : 7, null));

        _history.UsedBytes.ShouldBe(0);
        Ready("q").Values.Length.ShouldBe(360);
        Ready("q").Values.ShouldAllBe(v => v.Equals(7.0));
    }

    [Fact]
    public void OfCell_SourceWasAway_HasAGap()
    {
        Record(0, ("q", 1, null));
        Record(10, ("q", 2, null));
        Record(300, ("q", 3, null));

        Ready("q").Values.ShouldBe([1.0, 2.0, double.NaN, 3.0]);
        Ready("q").Times.ShouldBe([Seconds(0), Seconds(10), Seconds(155), Seconds(300)]);
    }

    [Fact]
    public void OfCell_SlowPace_IsNoGap()
    {
        for (var i = 0; i < 4; i++)
            _history.Record(Eu, Reading(i * 60, ("q", i, null)), Start.AddSeconds(i * 60), TimeSpan.FromSeconds(60));

        Ready("q").Values.ShouldBe([0.0, 1.0, 2.0, 3.0]);
    }

    [Fact]
    public void OfCell_MissingCellOrRowAway_IsNaN()
    {
        Record(0, ("q", 1, null), ("other", 1, null));
        Record(10, ("q", null, null), ("other", 1, null));
        Record(20, ("other", 1, null));
        Record(30, ("q", 1, null), ("other", 1, null));

        Ready("q").Values.ShouldBe([1.0, double.NaN, double.NaN, 1.0]);
    }

    [Fact]
    public void OfCell_RowVanished_IsDroppedAfterTheHour()
    {
        Record(0, ("q", 1, null), ("other", 1, null));
        Record(10, ("q", 2, null), ("other", 1, null));
        Record(3500, ("other", 1, null));
        Ready("q").Values.ShouldBe([1.0, 2.0]);
        for (var i = 3600; i < 3800; i += 10)
            Record(i, ("other", 1, null));

        Ready("q").ShouldBe(HistorySeries.Empty);
        _history.UsedBytes.ShouldBe(0);
    }

    [Fact]
    public void Record_OverBudget_FallsBackToAPointAMinuteThenToNone()
    {
        _history = new MetricHistory(fineBytes: 1440, coarseBytes: 240);
        for (var i = 0; i < 360; i++)
            Record(i * 10, ("a", i, null), ("b", i, null), ("c", i, null));

        Ready("a").Values.Length.ShouldBe(360);
        var coarse = Ready("b");
        coarse.Values.ShouldBe(Enumerable.Range(0, 60).Select(i => (i * 6) + 5.0));
        coarse.Times[^1].ShouldBe(Seconds(3590));
        Ready("c").Values.ShouldBeEmpty();
        _history.UsedBytes.ShouldBe(1680);
    }

    [Fact]
    public void Record_ClockGoesBack_IsLeftOut()
    {
        Record(100, ("q", 1, null));
        Record(50, ("q", 2, null));

        Ready("q").Values.ShouldBe([1.0]);
    }

    [Fact]
    public void OfFigure_Recorded_GivesItsPoints()
    {
        for (var i = 0; i < 3; i++)
        {
            var figure = i == 1 ? A.Figure("messages", 0) with { Value = Metric.Unavailable("denied") } : A.Figure("messages", i);
            _history.Record(Eu, new SourceReading { Figures = [figure] }, Start.AddSeconds(i * 10), Pace);
        }

        _history.OfFigure(Eu, "messages").Values.ShouldBe([0.0, double.NaN, 2.0]);
        _history.OfFigure(Eu, "else").ShouldBe(HistorySeries.Empty);
    }

    [Fact]
    public void OfCell_UnknownOrNotKept_IsEmpty()
    {
        Record(0, ("q", 1, null));

        _history.OfCell(Eu, "queues", A.Key("q"), "memory").ShouldBe(HistorySeries.Empty);
        _history.OfCell(Eu, "queues", A.Key("none"), "ready").ShouldBe(HistorySeries.Empty);
        _history.OfCell(new ConnectionId("us"), "queues", A.Key("q"), "ready").ShouldBe(HistorySeries.Empty);
    }

    [Fact]
    public void Record_TenThousandBusyQueues_StaysWithinItsMemory()
    {
        // Six busy columns each would be 60,000 values; three definitions of two columns stand for them.
        var rows = Enumerable.Range(0, 30_000).Select(i => ($"q{i}", (long?)0, (double?)0)).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 4; i++)
        {
            for (var row = 0; row < rows.Length; row++)
                rows[row] = (rows[row].Item1, i + row, i + row);
            Record(i * 10, rows);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        _history.UsedBytes.ShouldBeLessThan(58L * 1024 * 1024);
        grown.ShouldBeLessThan(80L * 1024 * 1024);
        Ready("q29999").Values.ShouldNotBeEmpty();
    }

    private void Record(double seconds, params (string Name, long? Ready, double? Rate)[] rows)
        => _history.Record(Eu, Reading(seconds, rows), Start.AddSeconds(seconds), Pace);

    private static SourceReading Reading(double seconds, params (string Name, long? Ready, double? Rate)[] rows)
        => new() { Tables = [A.QueueTable(Start.AddSeconds(seconds), rows)] };

    private HistorySeries Ready(string name) => _history.OfCell(Eu, "queues", A.Key(name), "ready");

    private static double Seconds(double after) => Start.ToUnixTimeSeconds() + after;
}
