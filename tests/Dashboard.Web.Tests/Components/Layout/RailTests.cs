using Dashboard.Web.Components.Layout;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Layout;

public sealed class RailTests : ListContext
{
    [Fact]
    public void Render_OpenConnection_UnfoldsItsSectionsWithCounts()
    {
        Publish(Table(("a", 1), ("b", 2)));
        Services.GetRequiredService<NavigationManager>().NavigateTo("c/shop/queues");

        var rail = Render<Rail>();

        rail.Find(".rail-sections [aria-current=page]").TextContent.ShouldContain("Queues");
        rail.Find(".rail-sections [aria-current=page] .rail-count").TextContent.ShouldBe("2");
        rail.FindAll(".rail-group.is-production").Count.ShouldBe(1);
    }

    [Fact]
    public void Render_SectionNeverRead_CountIsUnknownNotZero()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("c/shop/queues");

        Render<Rail>().Find(".rail-sections .rail-count").TextContent.ShouldBe("–");
    }

    [Fact]
    public void Snapshot_CountChanges_IsShown()
    {
        Publish(Table(("a", 1)));
        Services.GetRequiredService<NavigationManager>().NavigateTo("c/shop");
        var rail = Render<Rail>();

        Publish(Table(("a", 1), ("b", 2)));

        rail.WaitForAssertion(() => rail.Find(".rail-sections .rail-count").TextContent.ShouldBe("2"));
    }
}
