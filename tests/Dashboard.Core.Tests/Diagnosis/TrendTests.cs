using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;

namespace Dashboard.Core.Tests.Diagnosis;

public sealed class TrendTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);

    [Fact]
    public void Of_RisingLine_HasItsSlopeAndEnds()
    {
        var trend = Trend.Of(Series((-60, 10), (-40, 30), (-20, 50), (0, 70)), Now, TimeSpan.FromMinutes(5));

        trend.PerSecond.ShouldBe(1, 1e-9);
        (trend.First, trend.Last, trend.Points).ShouldBe((10, 70, 4));
        trend.Covered.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Of_GapsAndOldPoints_AreLeftOut()
        => Trend.Of(Series((-600, 999), (-20, 5), (-10, double.NaN), (0, 5)), Now, TimeSpan.FromMinutes(5)).ShouldBe(new Trend(5, 5, 0, TimeSpan.FromSeconds(20), 2));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_FewerThanTwoPoints_IsNone(int points)
        => Trend.Of(Series([.. Enumerable.Range(0, points).Select(i => (-(double)i, 1.0))]), Now, TimeSpan.FromMinutes(5)).Points.ShouldBe(0);

    [Fact]
    public void HeldSince_GapInBetween_ClaimsNoMoreThanWasSeen()
    {
        Trend.HeldSince(Series((-50, 0), (-40, 0), (-30, 0)), v => v == 0).ShouldBe(Now.AddSeconds(-50));
        Trend.HeldSince(Series((-50, 0), (-40, double.NaN), (-30, 0)), v => v == 0).ShouldBe(Now.AddSeconds(-30));
        Trend.HeldSince(Series((-50, 0), (-40, 0), (-30, 1)), v => v == 0).ShouldBeNull();
    }

    [Fact]
    public void Forecast_OfBacklogs_IsKnownOnlyWhereItComesTrue()
    {
        Forecast.TimeToDrain(100, 5, 15).ShouldBe(10);
        Forecast.TimeToDrain(0, 5, 1).ShouldBe(0);
        Forecast.TimeToDrain(100, 15, 15).ShouldBe(double.NaN);
        Forecast.TimeToDrain(100, double.NaN, 15).ShouldBe(double.NaN);
        Forecast.TimeToFull(80, 100, 12, 10).ShouldBe(10);
        Forecast.TimeToFull(100, 100, 0, 10).ShouldBe(0);
        Forecast.TimeToFull(80, double.NaN, 12, 10).ShouldBe(double.NaN);
        Forecast.TimeToFull(80, 1e15, 12, 10).ShouldBe(double.NaN, "nobody waits for that");
    }

    private static HistorySeries Series(params (double Ago, double Value)[] points)
        => new([.. points.Select(p => Now.ToUnixTimeSeconds() + p.Ago)], [.. points.Select(p => p.Value)]);
}
