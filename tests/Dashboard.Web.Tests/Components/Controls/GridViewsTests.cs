using Dashboard.Core.Access;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Controls;

/// <summary>Saved views over a list.</summary>
public sealed class GridViewsTests : ListContext
{
    public GridViewsTests() => Publish(Table(("orders", 5), ("payments", 50), ("refunds", 500)));

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Link_WithAView_ShowsTheListAsSaved()
    {
        var view = await SaveAsync(Access.Actor, "Piled up", new(Filter: "ready > 10", Sorts: "name", Columns: "memory,ready", Widths: "memory:222"));

        var grid = Open($"?view={view.Id}");

        Names(grid).ShouldBe(["payments", "refunds"]);
        Heads(grid).ShouldBe(["name", "memory", "ready"]);
        grid.Find("col[data-col=memory]").GetAttribute("style").ShouldBe("width:222px");
        grid.Find(".views-button").GetAttribute("aria-label").ShouldBe("Saved views: Piled up");
    }

    [Fact]
    public async Task Change_OfAChosenView_StandsInTheAddressAndIsSaid()
    {
        var view = await SaveAsync(Access.Actor, "Piled up", new(Filter: "ready > 10"));
        var grid = Open($"?view={view.Id}");

        await grid.InvokeAsync(() => grid.Find(".condition button").Click());

        Navigation.Uri.ShouldEndWith($"?view={view.Id}&q=");
        Names(grid).Count.ShouldBe(3);
        grid.Find(".views-changed").TextContent.ShouldBe("changed");
        Open($"?view={view.Id}&q=").FindAll(".condition").ShouldBeEmpty();
        var item = grid.FindAll(".menu-item").Single(i => i.TextContent.Contains("Update", StringComparison.Ordinal));
        await grid.InvokeAsync(() => item.Click());
        Views.Find(Access.Actor, view.Id)!.Content.Filter.ShouldBe("");
        grid.WaitForAssertion(() => grid.FindAll(".views-changed").ShouldBeEmpty());
        Navigation.Uri.ShouldEndWith($"?view={view.Id}");
    }

    [Fact]
    public async Task SaveAs_TheListAsItStands_IsChosen()
    {
        var grid = Open("?f=ready%20%3E%2010");

        await grid.InvokeAsync(() => grid.FindAll(".menu-item").Single(i => i.TextContent.Contains("Save as", StringComparison.Ordinal)).Click());
        grid.Find("dialog input.input").Input("Night shift");
        await grid.InvokeAsync(() => grid.Find("dialog form").Submit());

        var view = Views.All(Access.Actor).ShouldHaveSingleItem();
        view.ShouldBe(view with { Name = "Night shift", IsShared = false, SectionId = "queues" });
        view.Content.Filter.ShouldBe("ready > 10");
        Navigation.Uri.ShouldEndWith($"?view={view.Id}");
        grid.FindAll("dialog").ShouldBeEmpty();
    }

    [Fact]
    public async Task SaveAs_NameThatIsTaken_SaysSoAndStaysOpen()
    {
        await SaveAsync(Access.Actor, "Night shift", new());
        var grid = Open("");

        await grid.InvokeAsync(() => grid.FindAll(".menu-item").Single(i => i.TextContent.Contains("Save as", StringComparison.Ordinal)).Click());
        grid.Find("dialog input.input").Input("night SHIFT");
        await grid.InvokeAsync(() => grid.Find("dialog form").Submit());

        grid.Find("dialog [role=alert]").TextContent.ShouldContain("already");
        Views.All(Access.Actor).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Default_OnABareAddress_IsTakenAndPutIntoTheAddress()
    {
        var view = await SaveAsync(Access.Actor, "Piled up", new(Filter: "ready > 100"));
        await Views.SetDefaultAsync(Access.Actor, view.Kind, "queues", view.Id, CancellationToken.None);

        Names(Open("")).ShouldBe(["refunds"]);
        Navigation.Uri.ShouldEndWith($"?view={view.Id}");
        Names(Open("?q=orders")).ShouldBe(["orders"]);
        Names(Open("?view=none")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task ForeignView_ThatIsNotShared_IsSaidToBeMissing()
    {
        var view = await SaveAsync(new Actor("otto", Role.Operator), "His own", new(Filter: "ready > 100"));

        var grid = Open($"?view={view.Id}");

        Names(grid).Count.ShouldBe(3);
        grid.Find(".banner").TextContent.ShouldContain("its owner's alone");
        grid.Markup.ShouldNotContain("His own");
    }

    [Fact]
    public async Task SharedView_OfSomebodyElse_CanBeChosenButNotChanged()
    {
        var otto = new Actor("otto", Role.Operator);
        var view = await SaveAsync(otto, "<b>Otto's</b>", new(Filter: "ready > 100"));
        await Views.ShareAsync(otto, view.Id, true, CancellationToken.None);

        var grid = Open($"?view={view.Id}");

        Names(grid).ShouldBe(["refunds"]);
        grid.FindAll(".menu-list b").ShouldBeEmpty();
        foreach (var words in new[] { "Rename", "Stop sharing", "Delete" })
            grid.FindAll(".menu-item").Single(i => i.TextContent.Contains(words, StringComparison.Ordinal)).HasAttribute("disabled").ShouldBeTrue(words);
    }

    [Fact]
    public async Task Resize_WhileAViewIsChosen_LeavesTheBrowsersOwnWidths()
    {
        var view = await SaveAsync(Access.Actor, "Piled up", new(Filter: "ready > 10"));
        var grid = Open($"?view={view.Id}");

        await grid.InvokeAsync(() => grid.Instance.ColumnResizedAsync("ready", 200));

        grid.Find("col[data-col=ready]").GetAttribute("style").ShouldBe("width:200px");
        grid.FindAll(".views-changed").Count.ShouldBe(1);
        JSInterop.Invocations["dashboard.remember"].ShouldBeEmpty();
    }

    private static List<string> Heads(IRenderedComponent<SectionGrid> grid) => [.. grid.FindAll("th[data-col]").Select(h => h.GetAttribute("data-col")!)];

    private Task<SavedView> SaveAsync(Actor actor, string name, ViewContent content) =>
        Views.SaveAsync(actor, new(name, false, new("rabbitmq"), "queues", content), CancellationToken.None);

    private IRenderedComponent<SectionGrid> Open(string query)
    {
        Navigation.NavigateTo("c/shop/queues" + query);
        return Render<SectionGrid>(parameters => parameters.Add(g => g.Connection, Shop).Add(g => g.SectionId, "queues"));
    }
}
