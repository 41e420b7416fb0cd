using Dashboard.Core.Model;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>The graph of a vhost, and the route of a message through it.</summary>
[Collection(SharedCollection.Name)]
public sealed class TopologyTests(SharedStage stage) : Journey
{
    private const string Hostile = "topology <script>window.executed=1</script> \"ü";

    [Fact]
    public async Task Graph_FindFocusTraceAndFollow_LeadsToTheQueue()
    {
        await stage.Vhost.DeclareExchangeAsync("topo.orders", "topic");
        await stage.Vhost.DeclareQueueAsync("topo.eu", new Dictionary<string, object> { ["x-dead-letter-exchange"] = "topo.orders", ["x-dead-letter-routing-key"] = "order.dead" });
        await stage.Vhost.DeclareQueueAsync("topo.dead");
        await stage.Vhost.DeclareQueueAsync(Hostile);
        await stage.Vhost.BindAsync("topo.orders", "topo.eu", "order.*.eu");
        await stage.Vhost.BindAsync("topo.orders", "topo.eu", "order.urgent.#");
        await stage.Vhost.BindAsync("topo.orders", "topo.dead", "order.dead");
        await stage.Vhost.BindAsync("topo.orders", Hostile, "order.#");
        var tab = Watch(await stage.OpenAsync());
        var page = tab.Page;

        await tab.GoAsync("c/rabbit");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Connections and pages" }).GetByRole(AriaRole.Link, new() { Name = "Topology" }).ClickAsync();
        await Expect(page.Locator("[data-layout=done]")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        // The lists are read on their own time: until then the search finds nothing.
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Find in the graph" });
        await FindAsync(page, search, "topo.eu");
        await search.PressAsync("Enter");
        var card = page.GetByRole(AriaRole.Region, new() { Name = "Chosen" });
        await Expect(card).ToContainTextAsync("2 ways");
        await Expect(card).ToContainTextAsync("dead letters");
        await card.GetByRole(AriaRole.Button, new() { Name = "Focus" }).ClickAsync();
        await Expect(page.Locator(".focus-bar")).ToContainTextAsync("topo.eu", new() { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "1 away" }).ClickAsync();
        var rows = page.Locator(".topology-list tbody tr");
        await Expect(rows).ToHaveCountAsync(2);

        await page.GetByLabel("Sent to").FillAsync("topo.orders");
        await page.GetByLabel("Routing key").FillAsync("order.new.eu");
        var answer = page.Locator(".route-trace");
        await Expect(answer).ToContainTextAsync("It reaches 2 queues", new() { Timeout = 20_000 });
        await Expect(answer).ToContainTextAsync("its key 'order.*.eu' takes 'order.new.eu'");
        await Expect(answer.GetByRole(AriaRole.Link, new() { Name = Hostile })).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("() => 'executed' in window")).ShouldBeFalse();

        // The address that stands in the bar now says the same to a colleague.
        await page.ReloadAsync();
        await tab.ReadyAsync();
        await Expect(page.Locator(".focus-bar")).ToContainTextAsync("topo.eu");
        await Expect(answer).ToContainTextAsync("It reaches 2 queues", new() { Timeout = 20_000 });
        await answer.GetByRole(AriaRole.Link, new() { Name = "topo.eu" }).ClickAsync();
        await Expect(new QueuePage(tab).Heading).ToHaveTextAsync("topo.eu");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show on the graph" }).ClickAsync();
        await Expect(page.Locator(".focus-bar")).ToContainTextAsync("topo.eu");
    }

    [Fact]
    public async Task Graph_MessagesArrive_FiguresChangeAndNothingMoves()
    {
        await stage.Broker.DeclareQueueAsync("topo.live");
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync($"c/rabbit/topology?scope={stage.Vhost.Escaped}&focus={Uri.EscapeDataString($"queues:{RowKey.Of(stage.Vhost.Name, "topo.live").Value}")}");
        var row = tab.Page.Locator(".topology-list tbody tr", new() { HasTextString = "topo.live" });
        await Expect(row).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(tab.Page.Locator("[data-layout=done]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        const string Places = "async () => { const { inspect } = await import('/js/topology.js'); const g = inspect(); return JSON.stringify(g.at) + g.cy.zoom(); }";
        const string Text = "async () => { const { inspect } = await import('/js/topology.js'); return inspect().cy.nodes().map(n => n.data('text')).join(); }";
        var places = await tab.Page.EvaluateAsync<string>(Places);
        (await tab.Page.EvaluateAsync<string>(Text)).ShouldContain("0 msgs");

        await stage.Broker.PublishAsync("topo.live", 3, _ => "x"u8.ToArray());

        await Expect(row.Locator("td").Nth(1)).ToHaveTextAsync("3", new() { Timeout = 20_000 });
        await tab.Page.WaitForFunctionAsync("async () => { const { inspect } = await import('/js/topology.js'); return inspect().cy.nodes().some(n => n.data('text').includes('3 msgs')); }");
        (await tab.Page.EvaluateAsync<string>(Places)).ShouldBe(places);
    }

    [Fact]
    public async Task PublishForm_RoutingKeyTyped_ShowsTheRouteBesideIt()
    {
        await stage.Vhost.DeclareExchangeAsync("topo.form", "direct");
        await stage.Vhost.DeclareQueueAsync("topo.form.queue");
        await stage.Vhost.BindAsync("topo.form", "topo.form.queue", "yes");
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync($"c/rabbit/exchanges/item?key={Uri.EscapeDataString(RowKey.Of(stage.Vhost.Name, "topo.form").Value)}");
        var dialog = await new QueuePage(tab).OpenDialogAsync("Publish");
        var route = dialog.GetByRole(AriaRole.Region, new() { Name = "Route" });
        await dialog.GetByLabel("Routing key").FillAsync("no");
        await Expect(route).ToContainTextAsync("It reaches no queue", new() { Timeout = 20_000 });
        await dialog.GetByLabel("Routing key").FillAsync("yes");
        await Expect(route).ToContainTextAsync("It reaches queue topo.form.queue", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Trace_BindingIsMadeInThePage_ChangesOnTheOpenGraph()
    {
        await stage.Vhost.DeclareExchangeAsync("topo.bind", "topic");
        await stage.Vhost.DeclareQueueAsync("topo.bound");
        var graph = Watch(await stage.OpenAsync());
        await graph.GoAsync($"c/rabbit/topology?scope={stage.Vhost.Escaped}&to=topo.bind&key=order.new");
        var answer = graph.Page.Locator(".route-trace");
        await Expect(answer).ToContainTextAsync("It reaches no queue", new() { Timeout = 30_000 });

        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync("c/rabbit/bindings");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "New binding", Exact = true }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Virtual host").FillAsync(stage.Vhost.Name);
        await dialog.GetByLabel("From exchange").FillAsync("topo.bind");
        await dialog.GetByLabel("To queue").FillAsync("topo.bound");
        await dialog.GetByLabel("Routing key").FillAsync("order.*");
        await QueuePage.ConfirmAsync(dialog, "Create binding");

        // Nobody touches the other page.
        await Expect(answer).ToContainTextAsync("It reaches queue topo.bound", new() { Timeout = 30_000 });
        await Expect(answer).ToContainTextAsync("order.*");
    }

    private static async Task FindAsync(IPage page, ILocator search, string name)
    {
        for (var tries = 0; ; tries++)
        {
            await search.FillAsync(name);
            await page.WaitForTimeoutAsync(500);
            if (await page.GetByRole(AriaRole.Option, new() { NameRegex = new(name) }).CountAsync() > 0)
                return;
            tries.ShouldBeLessThan(60, $"{name} does not come into the graph");
            await search.FillAsync("");
        }
    }
}
