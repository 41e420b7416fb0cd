using System.Text;
using System.Text.Json;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Dashboard.Web.Components.Controls.Grid;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class GridPartsTests
{
    private static readonly SectionDefinition Section = new(
        "queues",
        "Queues",
        "queue",
        [
            new("vhost", "Virtual host", ColumnType.Text),
            new("name", "Name", ColumnType.Text),
            new("ready", "Ready", ColumnType.Integer) { IsTotalled = true },
            new("durable", "Durable", ColumnType.Flag) { IsDefaultVisible = false },
        ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
    };

    [Fact]
    public async Task WriteCsv_FormulaAndQuotes_AreHarmless()
    {
        var view = View(("/", "=HYPERLINK(\"x\")", 5), ("/", "a,b\"c", null));

        var csv = await CsvAsync(view);

        csv.ShouldBe("name,vhost,ready\r\n\"'=HYPERLINK(\"\"x\"\")\",/,5\r\n\"a,b\"\"c\",/,\r\n");
    }

    [Fact]
    public async Task WriteJson_UnknownCell_IsNull()
    {
        var view = View(("/", "<script>", null));
        using var file = new MemoryStream();

        await GridExport.WriteJsonAsync(view, Columns(), file, CancellationToken.None);

        var row = JsonDocument.Parse(file.ToArray()).RootElement[0];
        row.GetProperty("name").GetString().ShouldBe("<script>");
        row.GetProperty("ready").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Narrow_EqualButForCase_IsAnotherName()
    {
        var view = RowMatch.Narrow(View(("/", "orders", 1), ("/", "Orders", 2), ("other", "orders", 4)), [new("name", "orders"), new("vhost", "/")]);

        view.Rows.Length.ShouldBe(1);
        view.Totals["ready"].ShouldBe(1);
    }

    [Fact]
    public void Resolve_UnknownIdsInALink_ArePassedOver() =>
        GridColumns.Resolve(Section, "ready,no_such,ready,name", new Dictionary<string, int>()).Select(c => c.Id).ShouldBe(["name", "ready"]);

    [Fact]
    public void Resolve_Nothing_ShowsTheDefaults() =>
        GridColumns.Resolve(Section, null, new Dictionary<string, int> { ["ready"] = 5 }).Select(c => (c.Id, c.Width)).ShouldContain(("ready", GridColumns.LeastWidth));

    [Fact]
    public void Resolve_RowsNamedByANumber_GivesTheRoomToTheNamesBesideIt()
    {
        var partitions = new SectionDefinition("partitions", "Partitions", "partition", [new("number", "No", ColumnType.Text) { Letters = 5 }, new("topic", "Topic", ColumnType.Text) { Letters = 30 }, new("note", "Note", ColumnType.Text)])
        {
            KeyColumns = ["number"],
            NameColumn = "number",
        };

        var columns = GridColumns.Resolve(partitions, null, new Dictionary<string, int>());

        columns.Select(c => (c.Id, c.TakesRest, c.IsMinor)).ShouldBe([("number", false, false), ("topic", true, false), ("note", false, true)]);
        columns[1].Width.ShouldBeGreaterThan(columns[2].Width);
        columns[0].Width.ShouldBeLessThan(columns[2].Width);
        GridColumns.Resolve(partitions, null, new Dictionary<string, int> { ["topic"] = 300 }).ShouldAllBe(c => !c.TakesRest, "a width that was chosen is kept");
        Columns().Where(c => c.TakesRest).ShouldHaveSingleItem().IsName.ShouldBeTrue();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"columns\":3}")]
    [InlineData("null")]
    public void Parse_BrokenMemory_CountsAsNothing(string text) => GridMemory.Parse(text).ShouldBe(GridMemory.None);

    [Fact]
    public void Parse_WrittenMemory_ComesBack()
    {
        var memory = GridMemory.Parse((GridMemory.None with { Columns = "ready" }).WithWidth("ready", 120).Write());

        memory.Columns.ShouldBe("ready");
        memory.Widths["ready"].ShouldBe(120);
    }

    [Fact]
    public void Sparkline_GapAndLevel_BreaksTheLineAndDrawsTheLevelAtOnce()
    {
        var markup = Sparkline.Markup(new HistorySeries([1, 2, 3, 4, 5, 6, 7], [1, 2, double.NaN, 4, 2, 2, 2]));

        markup!.ShouldContain("d='M53 23l1 -7M56 1l1 15h2'");
        Sparkline.Markup(new HistorySeries([1, 2], [1, 2])).ShouldBeNull();
        Sparkline.Markup(new HistorySeries([1, 2, 3, 4], [0, 0, 0, 0]))!.ShouldContain("d='M56 31h3'", Case.Sensitive, "nothing is drawn at the bottom");
    }

    [Fact]
    public void SelectTo_AfterOne_TakesTheRange()
    {
        var keys = Enumerable.Range(0, 10).Select(i => RowKey.Of($"q{i}")).ToArray();
        var selection = new GridSelection();

        selection.Toggle(keys[6]);
        selection.SelectTo(keys[3], keys.Length, i => keys[i]);

        selection.Count.ShouldBe(4);
        selection.Contains(keys[3]).ShouldBeTrue();
        selection.KeepOnly(key => key == keys[3]).ShouldBeTrue();
        selection.Count.ShouldBe(1);
    }

    private static IReadOnlyList<GridColumn> Columns() => GridColumns.Resolve(Section, null, new Dictionary<string, int>());

    private static SectionView View(params (string Vhost, string Name, long? Ready)[] rows)
    {
        var builder = new SectionTableBuilder(Section, rows.Length);
        foreach (var (vhost, name, ready) in rows)
            builder.Row(RowKey.Of(vhost, name)).Set("vhost", vhost).Set("name", name).Set("ready", ready);
        return new SectionQueries().Run(builder.Build(DateTimeOffset.UnixEpoch), new GridQuery());
    }

    private static async Task<string> CsvAsync(SectionView view)
    {
        using var file = new MemoryStream();
        await GridExport.WriteCsvAsync(view, Columns(), file, CancellationToken.None);
        return Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF');
    }
}
