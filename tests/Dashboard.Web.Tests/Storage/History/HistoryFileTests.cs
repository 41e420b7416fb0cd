using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.History;

namespace Dashboard.Web.Tests.Storage.History;

public sealed class HistoryFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    private static readonly HistorySubject Queues = HistorySubject.Section(new ConnectionId("eu"), "queues");
    private static readonly string[] Columns = ["ready"];

    private readonly TemporaryFolder _folder = new();
    private readonly SetTime _time = new() { Now = Now };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_AfterReopening_IsReadForTheChart()
    {
        using (var file = Open())
            file.Append([Stretch(Queues, "q", (-30, 5), (-10, double.NaN))]);

        using var again = Open();
        var series = await again.ReadAsync(Queues, Key("q"), "ready", Now.AddHours(-1), CancellationToken.None);

        series.Times.ShouldBe([At(-30), At(-20), At(-10)]);
        series.Values.ShouldBe([5.0, 5.0, double.NaN]);
        (await again.ReadAsync(Queues, Key("other"), "ready", Now.AddHours(-1), CancellationToken.None)).Times.ShouldBeEmpty();
    }

    [Fact]
    public void KeepFindings_AfterReopening_AreThoseOfTheLastTime_AndNoneAfterTooLong()
    {
        KeptFinding Kept(string queue) => new(new ConnectionId("eu"), "no-consumer", $"eu/no-consumer/queues/{queue}", Now.AddHours(-5).AddMilliseconds(7), true);
        using (var file = Open())
        {
            file.KeepFindings([Kept("gone"), Kept("a")]);
            file.KeepFindings([Kept("a"), Kept("b")]);
            _time.Now = Now.AddHours(20);
            file.KeepFindings(null);
        }

        using (var again = Open())
            again.ReadFindings().ShouldBe([Kept("a"), Kept("b")], ignoreOrder: true);
        _time.Now = Now.AddHours(20).Add(HistoryOptions.Default.Reach).AddMinutes(1);
        using var late = Open();
        late.ReadFindings().ShouldBeEmpty("what held for so long unseen is not known");
    }

    [Fact]
    public void ReadLastHour_ValueSetLongBefore_StillHolds()
    {
        using var file = Open();
        file.Append([Stretch(Queues, "q", (-7200, 3)), Stretch(Queues, "busy", (-7200, 1), (-20, 2))]);
        file.Append([Stretch(HistorySubject.Figure(new ConnectionId("eu"), "messages"), null, (-20, 44))]);

        var kept = file.ReadLastHour();

        kept.Count.ShouldBe(2);
        kept[0].Changes.ShouldBe(
        [
            new HistoryChange(Key("q"), 0, At(-7200), 3), new HistoryChange(Key("busy"), 0, At(-7200), 1), new HistoryChange(Key("busy"), 0, At(-20), 2),
        ]);
        kept[0].Ticks[0].ShouldBe(At(-3600));
        kept[0].Ticks[^1].ShouldBe(At(-20));
        kept[1].Subject.IsFigure.ShouldBeTrue();
        kept[1].Changes.ShouldBe([new HistoryChange(default, 0, At(-20), 44)]);
    }

    [Fact]
    public async Task Thin_OlderThanAnHour_KeepsTheLastPointOfEachMinuteAndTheFineHour()
    {
        using var file = Open();
        var points = Enumerable.Range(-1080, 1080).Select(i => (i * 10, (double)i)).ToArray();
        file.Append([Stretch(Queues, "q", points)]);

        file.Thin();

        var series = await file.ReadAsync(Queues, Key("q"), "ready", Now.AddHours(-4), CancellationToken.None);
        series.Times.Count(t => t >= At(-3600)).ShouldBe(360);
        series.Times.Count(t => t < At(-3600)).ShouldBe(120);
        series.Values.ShouldNotContain(double.NaN);
        series.Values[^1].ShouldBe(-1.0);
        series.Times[0].ShouldBe(At(-10750));
        series.Values[0].ShouldBe(-1075.0);
    }

    [Fact]
    public async Task Thin_BeyondTheReach_DropsPointsButNotWhatStillHolds()
    {
        using var file = Open();
        file.Append([Stretch(Queues, "still", (-90_000, 7)), Stretch(Queues, "gone", (-90_000, 7), (-89_000, double.NaN)), Stretch(Queues, "busy", (-90_000, 1), (-80_000, 2))]);

        file.Thin();
        file.Append([Stretch(Queues, "busy", (-5, 3))]);

        var still = await file.ReadAsync(Queues, Key("still"), "ready", Now.AddHours(-24), CancellationToken.None);
        still.Values.Where(v => !double.IsNaN(v)).ShouldAllBe(v => v.Equals(7.0));
        still.Values.ShouldNotBeEmpty();
        (await file.ReadAsync(Queues, Key("gone"), "ready", Now.AddHours(-30), CancellationToken.None)).Times.ShouldBeEmpty();
        var busy = await file.ReadAsync(Queues, Key("busy"), "ready", Now.AddHours(-24), CancellationToken.None);
        busy.Values.Where(v => !double.IsNaN(v)).Distinct().ShouldBe([1.0, 2.0, 3.0]);
    }

    [Fact]
    public void Thin_OverItsSize_DropsTheOldestHours()
    {
        var options = new HistoryOptions(TimeSpan.FromHours(24), 1024 * 1024);
        using var file = Open(options);
        for (var row = 0; row < 100; row++)
            file.Append([Stretch(Queues, $"q{row}", [.. Enumerable.Range(-1439, 1439).Select(i => (i * 60, (double)(i * row)))])]);
        var before = new FileInfo(_folder.Combine("history.db")).Length + new FileInfo(_folder.Combine("history.db-wal")).Length;

        file.Thin();

        before.ShouldBeGreaterThan(options.MaxBytes);
        new FileInfo(_folder.Combine("history.db")).Length.ShouldBeLessThanOrEqualTo(options.MaxBytes + 64 * 1024);
        file.ReadLastHour()[0].Changes.Select(c => c.Key).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public void Open_FileIsNoDatabase_IsPutAsideAndBegunAnew()
    {
        File.WriteAllText(_folder.Combine("history.db"), new string('x', 5000));
        using var file = new HistoryFile(new DataFolder(_folder.Path), HistoryOptions.Default, _time);

        file.Open().ShouldNotBeNull();
        file.Append([Stretch(Queues, "q", (-5, 1))]);

        file.ReadLastHour().Count.ShouldBe(1);
        File.Exists(_folder.Combine("history.db.unusable")).ShouldBeTrue();
    }

    private HistoryFile Open(HistoryOptions? options = null)
    {
        var file = new HistoryFile(new DataFolder(_folder.Path), options ?? HistoryOptions.Default, _time);
        file.Open().ShouldBeNull();
        return file;
    }

    /// <summary>Changes at seconds from now, read every ten seconds between the first and the last of them (every minute over longer times).</summary>
    private static HistoryChanges Stretch(HistorySubject subject, string? name, params (int Seconds, double Value)[] points)
    {
        var step = points.Length > 1 && points[^1].Seconds - points[0].Seconds > 20_000 ? 60 : 10;
        var ticks = Enumerable.Range(0, ((points[^1].Seconds - points[0].Seconds) / step) + 1).Select(i => At(points[0].Seconds + (i * step)));
        var key = name is null ? default : Key(name);
        return new HistoryChanges(subject, name is null ? [""] : Columns, [.. ticks], [.. points.Select(p => new HistoryChange(key, 0, At(p.Seconds), p.Value))]);
    }

    private static RowKey Key(string name) => RowKey.Of("/", name);

    private static double At(double seconds) => Now.ToUnixTimeSeconds() + seconds;

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
