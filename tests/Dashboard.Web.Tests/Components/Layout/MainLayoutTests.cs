using Dashboard.Web.Components.Layout;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Layout;

public sealed class MainLayoutTests : ListContext
{
    [Fact]
    public void Render_OnALiveCircuit_MarksThePageReady()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, "<h1>Queues</h1>"));

        layout.Find("main").GetAttribute("data-circuit").ShouldBe("ready");
        layout.Find("main h1").MarkupMatches("<h1>Queues</h1>");
    }

    [Fact]
    public void Render_PageFails_TheShellLivesOn()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, _ => throw new InvalidOperationException("broken page")));

        layout.Find("main .error-panel").TextContent.ShouldContain("could not be shown");
        layout.FindAll(".rail").Count.ShouldBe(1);
    }

    // The address changes first, the body comes with the router's next rendering.
    [Fact]
    public void Navigate_ToAnotherPath_MakesThePageOnce()
    {
        CountedPage.Made = 0;
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, "<h1>Queues</h1>"));

        Services.GetRequiredService<NavigationManager>().NavigateTo("connections/edit");
        layout.Render(parameters => parameters.Add(l => l.Body, body =>
        {
            body.OpenComponent<CountedPage>(0);
            body.CloseComponent();
        }));
        layout.Find("h1").TextContent.ShouldBe("Connections");
        Services.GetRequiredService<NavigationManager>().NavigateTo("connections/edit?id=made");
        layout.Render();

        CountedPage.Made.ShouldBe(1);
    }

    [Fact]
    public void Navigate_AwayFromAPageThatFailed_ShowsTheNextOne()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, _ => throw new InvalidOperationException("broken page")));

        Services.GetRequiredService<NavigationManager>().NavigateTo("connections");
        layout.Render(parameters => parameters.Add(l => l.Body, "<h1>Connections</h1>"));

        layout.FindAll("main .error-panel").ShouldBeEmpty();
        layout.Find("h1").TextContent.ShouldBe("Connections");
    }

    private sealed class CountedPage : ComponentBase
    {
        public static int Made { get; set; }

        protected override void OnInitialized() => Made++;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<h1>Connections</h1>");
    }
}
