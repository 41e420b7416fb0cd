using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Controls;

/// <summary>A list that begins with a filter of its own.</summary>
public sealed class DefaultFilterTests : ListContext
{
    private static readonly SectionDefinition Topics = new("topics", "Topics", "topic", [new("name", "Name", ColumnType.Text), new("internal", "Internal", ColumnType.Flag)])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
        DefaultSort = "name",
        DefaultFilter = "internal = no",
    };

    public DefaultFilterTests()
    {
        var table = new SectionTableBuilder(Topics, 2);
        table.Row(RowKey.Of("__offsets")).Set("name", "__offsets").Set("internal", true);
        table.Row(RowKey.Of("orders")).Set("name", "orders").Set("internal", false);
        Store.Publish(Store.Find(Shop)! with { Sections = [new SectionSnapshot(Topics, table.Build(Now), null)] });
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task List_PlainAddress_BeginsWithItAndSaysSo_AndItCanBeTakenOut()
    {
        var grid = Open("");
        Names(grid).ShouldBe(["orders"]);
        grid.Find(".condition").TextContent.ShouldContain("internal = no");

        await grid.InvokeAsync(() => grid.Find(".condition button").Click());

        Names(grid).ShouldBe(["orders", "__offsets"]);
        Navigation.Uri.ShouldEndWith("?f=");
        Names(Open("?f=")).ShouldBe(["orders", "__offsets"]);
    }

    [Fact]
    public async Task List_WithASavedView_IsAsSaved()
    {
        var view = await Views.SaveAsync(Access.Actor, new("All", false, new("rabbitmq"), "topics", new()), CancellationToken.None);

        Names(Open($"?view={view.Id}")).ShouldBe(["orders", "__offsets"]);
    }

    [Fact]
    public void List_OtherFilterInTheAddress_IsThatAlone() => Names(Open("?f=internal%20%3D%20yes")).ShouldBe(["__offsets"]);

    private IRenderedComponent<SectionGrid> Open(string query)
    {
        Navigation.NavigateTo("c/shop/topics" + query);
        return Render<SectionGrid>(parameters => parameters.Add(g => g.Connection, Shop).Add(g => g.SectionId, "topics"));
    }
}
