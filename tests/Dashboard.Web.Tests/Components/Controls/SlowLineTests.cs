using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Controls;

/// <summary>A list whose browser confirms addresses late: choices that were made meanwhile stand.</summary>
public sealed class SlowLineTests : ListContext
{
    private readonly SlowNavigation _browser = new("c/shop/queues");

    public SlowLineTests() => Services.AddSingleton<NavigationManager>(_browser);

    [Fact]
    public async Task Choices_MadeFasterThanTheLine_AreNotUndoneByTheAddressesOfEarlierOnes()
    {
        var grid = RenderGrid();
        await SortAsync(grid, "name");
        await SortAsync(grid, "state");
        _browser.UnderWay.ShouldBe(2);

        _browser.Arrive();
        SortedBy(grid).ShouldBe("state");
        _browser.Arrive();

        SortedBy(grid).ShouldBe("state");
        _browser.Uri.ShouldContain("state");
    }

    [Fact]
    public async Task Choices_BackToTheFirst_TheAddressFollows()
    {
        var grid = RenderGrid();
        await FilterAsync(grid, "ready > 1");
        grid.FindAll(".condition").ShouldHaveSingleItem();
        await FilterAsync(grid, "");

        while (_browser.UnderWay > 0)
            _browser.Arrive();

        grid.FindAll(".condition").ShouldBeEmpty();
        _browser.Uri.ShouldNotContain("ready");
    }

    [Fact]
    public async Task Browser_GoesElsewhereMeanwhile_ItsAddressCounts()
    {
        var grid = RenderGrid();
        await SortAsync(grid, "name");

        _browser.GoInBrowser("c/shop/queues?s=state");

        grid.WaitForAssertion(() => SortedBy(grid).ShouldBe("state"));
    }

    // Found and clicked in one go: no drawing comes in between.
    private static Task SortAsync(IRenderedComponent<SectionGrid> grid, string column) => grid.InvokeAsync(() => grid.Find($"th[data-col={column}] .head-sort").Click());

    private static Task FilterAsync(IRenderedComponent<SectionGrid> grid, string filter) => grid.InvokeAsync(() => grid.Find("input[aria-label=Filter]").Change(filter));

    private static string? SortedBy(IRenderedComponent<SectionGrid> grid) => grid.FindAll("th[aria-sort]").Select(head => head.GetAttribute("data-col")).SingleOrDefault();

    private IRenderedComponent<SectionGrid> RenderGrid()
    {
        Publish(Table(("a", 1), ("b", 2)));
        return Render<SectionGrid>(parameters => parameters.Add(grid => grid.Connection, Shop).Add(grid => grid.SectionId, "queues"));
    }
}
