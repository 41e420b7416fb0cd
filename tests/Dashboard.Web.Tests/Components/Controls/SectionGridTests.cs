using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class SectionGridTests : ListContext
{
    [Fact]
    public void Render_BeforeTheFirstTable_IsNotAnEmptyList()
    {
        var grid = RenderGrid();

        grid.FindAll(".grid-skeleton").Count.ShouldBe(1);
        grid.FindAll(".empty-state").ShouldBeEmpty();
    }

    [Fact]
    public void Render_EmptySection_SaysWhy()
    {
        Publish(Table());

        RenderGrid().Find(".empty-state").TextContent.ShouldContain("No queue is declared.");
    }

    [Fact]
    public void Render_Rows_AreARealTableInTheDefaultOrder()
    {
        Publish(Table(("a", 1), ("b", 30), ("c", 200_000)));

        var grid = RenderGrid();

        Names(grid).ShouldBe(["c", "b", "a"]);
        grid.Find("table").GetAttribute("aria-rowcount").ShouldBe("4");
        grid.Find("th[data-col=ready]").GetAttribute("aria-sort").ShouldBe("descending");
        var ready = grid.Find("tbody tr[data-index='0'] td:nth-of-type(4)");
        ready.TextContent.ShouldBe("200k");
        ready.GetAttribute("title").ShouldBe("200,000");
        grid.Find(".grid-edge").TextContent.ShouldContain("200k");
    }

    [Fact]
    public void Render_HostileName_IsText()
    {
        const string Hostile = "\"><img src=x onerror=alert(1)>";
        Publish(Table((Hostile, 1)));

        var grid = RenderGrid();

        grid.FindAll("tbody img").ShouldBeEmpty();
        grid.Find(".cell-name a").TextContent.ShouldBe(Hostile);
        grid.Find(".cell-name a").GetAttribute("href").ShouldBe("c/shop/queues/item?key=" + Uri.EscapeDataString(RowKey.Of("/", Hostile).Value));
    }

    [Fact]
    public void Render_UnknownCell_IsADashWithItsReason()
    {
        Publish(Table(("a", null)));

        var cell = RenderGrid().Find(".cell-unknown");

        cell.TextContent.ShouldBe("–");
        cell.GetAttribute("title").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Render_AsStaticHtml_HasTheFirstRowsOfTheSameQuestion()
    {
        Publish(Table([.. Enumerable.Range(0, 80).Select(i => ($"q{i:00}", (long?)i))]));
        GoTo("c/shop/queues?s=name&f=ready%20%3E%203");
        Services.AddLogging();
        await using var renderer = new HtmlRenderer(Services, Services.GetRequiredService<ILoggerFactory>());

        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<SectionGrid>(ParameterView.FromDictionary(
            new Dictionary<string, object?> { ["Connection"] = Shop, ["SectionId"] = "queues" }))).ToHtmlString());

        var rows = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelectorAll(".grid-first tr");
        rows.Select(row => row.QuerySelector(".cell-name")!.TextContent).ShouldBe(Enumerable.Range(4, 50).Select(i => $"q{i:00}"));
        rows[0].GetAttribute("data-index").ShouldBe("0");
        Looks.At(Shop).ShouldBeEmpty("nobody looks yet");
    }

    [Fact]
    public void Sort_ThreeClicks_TurnsAndTakesAway()
    {
        Publish(Table(("a", 1), ("b", 3), ("c", 2)));
        var grid = RenderGrid();

        grid.Find("th[data-col=name] .head-sort").Click();
        Names(grid).ShouldBe(["a", "b", "c"]);
        Address().ShouldEndWith("?s=name");

        grid.Find("th[data-col=name] .head-sort").Click();
        Names(grid).ShouldBe(["c", "b", "a"]);

        grid.Find("th[data-col=name] .head-sort").Click();
        Address().ShouldEndWith("?s=");
        grid.FindAll("th[aria-sort]").ShouldBeEmpty();
    }

    [Fact]
    public void Sort_WithShift_AddsAKey()
    {
        Publish(Table(("b", 1), ("a", 1), ("c", 2)));
        var grid = RenderGrid();

        grid.Find("th[data-col=name] .head-sort").Click(new MouseEventArgs { ShiftKey = true });

        Names(grid).ShouldBe(["c", "a", "b"]);
        Address().ShouldEndWith("?s=-ready%2Cname");
    }

    [Fact]
    public void Render_AddressWithFilter_ListsWhatMatches()
    {
        Publish(Table(("orders", 50), ("payments", 5)));
        GoTo("c/shop/queues?f=ready%20%3E%2010");

        var grid = RenderGrid();

        Names(grid).ShouldBe(["orders"]);
        grid.Find(".grid-edge").TextContent.ShouldContain("1 of 2");
        grid.Find(".condition code").TextContent.ShouldBe("ready > 10");
    }

    [Fact]
    public void Filter_Broken_ListsAllAndPointsAtTheMistake()
    {
        Publish(Table(("orders", 50), ("payments", 5)));
        GoTo("c/shop/queues?f=raedy%20%3E%2010");

        var grid = RenderGrid();

        Names(grid).Count.ShouldBe(2);
        grid.Find(".filter-error").TextContent.ShouldContain("ready");
        grid.Find(".grid-filter input").GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Fact]
    public void Search_NothingMatches_OffersTheWayBack()
    {
        Publish(Table(("orders", 50)));
        var grid = RenderGrid();

        grid.Find(".grid-search input").Input("zzz");
        grid.Find(".empty-state").TextContent.ShouldContain("Nothing matches");
        grid.Find(".empty-state button").Click();

        Names(grid).ShouldBe(["orders"]);
    }

    [Fact]
    public void Address_ChangesByItself_IsFollowed()
    {
        Publish(Table(("orders", 50), ("payments", 5)));
        GoTo("c/shop/queues");
        var grid = RenderGrid();

        GoTo("c/shop/queues?q=pay");

        grid.WaitForAssertion(() => Names(grid).ShouldBe(["payments"]));
    }

    [Fact]
    public void Snapshot_StaleTable_KeepsRowsAndSaysWhen()
    {
        Publish(Table(("orders", 50)));
        var grid = RenderGrid();

        Publish(Table(("orders", 50)), Refused);

        grid.WaitForAssertion(() => grid.Find(".banner").TextContent.ShouldContain("Connection refused"));
        Names(grid).ShouldBe(["orders"]);
        grid.FindAll(".grid-scroll.is-stale").Count.ShouldBe(1);
        grid.Find(".banner button").Click();
        grid.WaitForAssertion(() => Polls.Asked.ShouldBe(1));
    }

    [Fact]
    public void Snapshot_NeverReadAndRefused_SaysWhatAndNextStep()
    {
        Publish(null, Refused with { Kind = SourceProblemKind.Denied, Message = "403 <b>no</b>" });

        var panel = RenderGrid().Find(".error-panel");

        panel.TextContent.ShouldContain("may not read queues");
        panel.QuerySelector(".broker-words")!.TextContent.ShouldBe("403 <b>no</b>");
    }

    [Fact]
    public void Snapshot_PointerOnTheRows_KeepsOrderAndUpdatesFigures()
    {
        Publish(Table(("a", 10), ("b", 5)));
        var grid = RenderGrid();
        grid.Find(".grid-scroll").TriggerEvent("onpointerenter", new PointerEventArgs());

        Publish(Table(("a", 10), ("b", 50)));
        grid.WaitForAssertion(() => grid.Find("tbody tr[data-index='1'] td:nth-of-type(4)").TextContent.ShouldBe("50"));
        Names(grid).ShouldBe(["a", "b"]);
        grid.Find(".edge-held").TextContent.ShouldContain("held");

        grid.Find(".grid-scroll").TriggerEvent("onpointerleave", new PointerEventArgs());
        grid.WaitForAssertion(() => Names(grid).ShouldBe(["b", "a"]));
    }

    [Fact]
    public void Snapshot_RowGoneWhileHeld_KeepsItsPlaceMarked()
    {
        Publish(Table(("a", 10), ("b", 5)));
        var grid = RenderGrid();
        grid.Find(".grid-scroll").TriggerEvent("onpointerenter", new PointerEventArgs());

        Publish(Table(("b", 5)));

        grid.WaitForAssertion(() => grid.Find("tbody tr.is-gone .cell-name").TextContent.ShouldBe("a"));
    }

    [Fact]
    public void Snapshot_FigureRose_IsMarked()
    {
        Publish(Table(("a", 10)));
        var grid = RenderGrid();

        Publish(Table(("a", 11)));

        grid.WaitForAssertion(() => grid.Find(".trend.rose").GetAttribute("aria-label").ShouldBe("rose to"));
    }

    [Fact]
    public void Select_AllThatMatch_HandsTheirDestinationsToTheActions()
    {
        Publish(Table(("a", 3), ("b", 2), ("c", 1)));
        GoTo("c/shop/queues?f=ready%20%3E%201");
        var grid = RenderGrid();

        grid.Find("tbody tr[data-index='0'] input").Click();
        grid.Find(".selection-bar").TextContent.ShouldContain("Select all 2 that match");
        grid.Find(".selection-bar .quiet").Click();

        grid.Find(".chosen").TextContent.ShouldBe("queue a in /, queue b in /");
        grid.FindAll("tr[aria-selected=true]").Count.ShouldBe(2);
    }

    [Fact]
    public void Freeze_NewData_WaitsUntilReleased()
    {
        Publish(Table(("a", 1)));
        var grid = RenderGrid();
        grid.Find("[data-key=p]").Click();

        Publish(Table(("a", 2)));
        grid.WaitForAssertion(() => grid.FindAll(".newer-dot").Count.ShouldBe(1));
        grid.Find("tbody td:nth-of-type(4)").TextContent.ShouldBe("1");

        grid.Find("[data-key=p]").Click();
        grid.WaitForAssertion(() => grid.Find("tbody tr[data-index='0'] td:nth-of-type(4)").TextContent.ShouldBe("2"));
    }

    [Fact]
    public async Task Render_RowsOnTheScreen_AreAnnouncedUntilTheListGoes()
    {
        Publish(Table(("a", 1), ("b", 2)));

        RenderGrid();
        Looks.At(Shop)["queues"].ShouldBe([RowKey.Of("/", "a"), RowKey.Of("/", "b")], ignoreOrder: true);

        await DisposeComponentsAsync();
        Looks.At(Shop).ShouldBeEmpty();
    }

    [Fact]
    public void Columns_ChosenInTheAddress_AreShownInThatOrder()
    {
        Publish(Table(("a", 1)));
        GoTo("c/shop/queues?cols=memory,ready");

        RenderGrid().FindAll("thead th[data-col]").Select(th => th.GetAttribute("data-col")).ShouldBe(["name", "memory", "ready"]);
    }

    private string Address() => Services.GetRequiredService<NavigationManager>().Uri;

    private void GoTo(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);

    private IRenderedComponent<SectionGrid> RenderGrid()
    {
        var grid = Render<SectionGrid>(parameters => parameters
            .Add(g => g.Connection, Shop)
            .Add(g => g.SectionId, "queues")
            .Add(g => g.SelectionActions, chosen => $"<span class=\"chosen\">{string.Join(", ", chosen.Select(d => d.Describe()))}</span>"));
        grid.WaitForState(() => grid.FindAll(".grid-first").Count == 0);
        return grid;
    }
}
