using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class WrittenCellsTests : ListContext
{
    private static readonly SectionDefinition Groups = new(
        "groups",
        "Groups",
        "group",
        [
            new("name", "Name", ColumnType.Text),
            new("topic", "Topic", ColumnType.Text),
            new("state", "State", ColumnType.Enumeration) { Tones = new Dictionary<string, Tone> { ["<dead>"] = Tone.Bad } },
            new("lag", "Lag", ColumnType.Integer) { IsTotalled = true },
            new("rate", "Rate", ColumnType.Rate) { KeepsHistory = true },
            new("seen", "Seen", ColumnType.Timestamp),
        ])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
    };

    private static readonly IReadOnlyList<GridColumn> Columns = GridColumns.Resolve(Groups, null, new Dictionary<string, int>());

    private readonly MetricHistory _history = new();
    private readonly WrittenCells _written = new();

    [Fact]
    public void Write_TheSameRowForTwoCircuits_IsOneText()
    {
        var table = GroupTable("a", "orders", lag: 5);
        for (var second = 0; second < 60; second += 10)
            _history.Record(Shop, new SourceReading { Tables = [GroupTable("a", "orders", lag: 5, rate: second)] }, Now.AddSeconds(second), TimeSpan.FromSeconds(10));

        var (one, other) = (Writer(), Writer());

        one.Write(table, null, Columns[1], 0).Markup.ShouldBeSameAs(other.Write(table, null, Columns[1], 0).Markup);
        var line = one.Write(table, null, Columns[4], 0);
        line.Sparkline.ShouldNotBeNull().ShouldBeSameAs(other.Write(table, null, Columns[4], 0).Sparkline);
        line.Markup.ShouldBeNull("a line is a frame of its own: it changes less often than the figure beside it");
    }

    [Fact]
    public void Write_AnotherTable_IsWrittenAnew()
    {
        Writer().Write(GroupTable("a", "orders", lag: 5), null, Columns[3], 0).Text.ShouldBe("5");

        Writer().Write(GroupTable("a", "orders", lag: 6), null, Columns[3], 0).Text.ShouldBe("6");
    }

    [Fact]
    public void Write_CircuitsThatCameFromOtherTables_HaveTheirOwnTrends()
    {
        var table = GroupTable("a", "orders", lag: 5);

        int Trend(long before) => Writer().Write(table, GroupTable("a", "orders", before), Columns[3], 0).Trend;

        Trend(before: 4).ShouldBe(1);
        Trend(before: 6).ShouldBe(-1);
        Trend(before: 5).ShouldBe(0);
        Writer().Write(table, GroupTable("other", "orders", 4), Columns[3], 0).Trend.ShouldBe(0, "the row was not there before");
    }

    [Fact]
    public void Write_Time_IsThatOfTheCircuitsZone()
    {
        var table = GroupTable("a", "orders", lag: 5);
        var utc = Writer(zone: "utc").Write(table, null, Columns[5], 0);

        Writer(zone: "browser").Write(table, null, Columns[5], 0).Text.ShouldNotBe(utc.Text);
    }

    [Fact]
    public void Markup_WordsOfABroker_AreText()
    {
        const string Hostile = "\"><img src=x onerror=alert(1)>";
        var table = GroupTable("a", Hostile, lag: 5, state: "<dead>");
        var cells = Columns.Select(column => Writer().Write(table, null, column, 0).Markup ?? "").ToArray();

        var row = new AngleSharp.Html.Parser.HtmlParser().ParseDocument($"<table><tr>{string.Concat(cells)}</tr></table>").QuerySelector("tr")!;

        row.QuerySelectorAll("img").ShouldBeEmpty();
        row.Children[0].TextContent.ShouldBe(Hostile);
        row.Children[0].GetAttribute("title").ShouldBe(Hostile);
        row.Children[1].QuerySelector(".badge.tone-bad > svg.icon + span")!.TextContent.ShouldBe("<dead>");
    }

    [Theory]
    [InlineData("filter", 12)]
    [InlineData("no such icon", 16)]
    public void IconMarkup_OfAName_IsWhatTheComponentDraws(string name, int size)
        => Render<Icon>(icon => icon.Add(i => i.Name, name).Add(i => i.Size, size)).MarkupMatches(IconMarkup.Of(name, size).Value);

    private static SectionTable GroupTable(string name, string topic, long lag, double rate = 1.5, string state = "fine")
    {
        var builder = new SectionTableBuilder(Groups, 1);
        builder.Row(RowKey.Of(name)).Set("name", name).Set("topic", topic).Set("state", state).Set("lag", lag).Set("rate", rate).Set("seen", Now.ToUnixTimeMilliseconds());
        return builder.Build(Now);
    }

    private CellWriter Writer(string zone = "utc")
    {
        var preferences = new ViewPreferences();
        preferences.Restore(null, zone, "Asia/Tokyo", null);
        return new CellWriter(Shop, _history, preferences, Time, _written);
    }
}
