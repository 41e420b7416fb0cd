using Dashboard.Web.Components.Layout;
using Dashboard.Web.Tests.Components.Fakes;

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
}
