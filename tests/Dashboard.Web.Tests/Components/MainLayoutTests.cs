using Dashboard.Web.Components.Layout;

namespace Dashboard.Web.Tests.Components;

public sealed class MainLayoutTests : BunitContext
{
    [Fact]
    public void Render_OnALiveCircuit_MarksThePageReady()
    {
        var layout = Render<MainLayout>(parameters => parameters.Add(l => l.Body, "<h1>Queues</h1>"));

        layout.Find("main").GetAttribute("data-circuit").ShouldBe("ready");
        layout.Find("h1").MarkupMatches("<h1>Queues</h1>");
    }
}
