using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>From the sign-in link to the message that explains why a queue is stuck.</summary>
[Collection(SharedCollection.Name)]
public sealed class LookAtStuckQueueTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task SignIn_WithTheOneTimeLink_OpensTheDashboardOnce()
    {
        var link = await stage.Dashboard.SignInLinkAsync();
        var tab = Watch(await Tab.OpenAsync(stage.Browser, stage.Dashboard.BaseAddress));
        await tab.Page.GotoAsync(link);
        await tab.ReadyAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Connections and pages" })).ToContainTextAsync("rabbit");

        var stranger = Watch(await Tab.OpenAsync(stage.Browser, stage.Dashboard.BaseAddress));
        await stranger.Page.GotoAsync(link);
        await Expect(stranger.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("was used");
    }

    [Fact]
    public async Task Queues_SortedByReady_ShowTheStuckOneFirst()
    {
        await stage.Broker.DeclareQueueAsync("stuck.orders");
        await stage.Broker.DeclareQueueAsync("stuck.payments");
        await stage.Broker.PublishAsync("stuck.orders", 3, _ => "{}"u8.ToArray());
        await stage.Broker.PublishAsync("stuck.payments", 42, _ => "{}"u8.ToArray());
        var tab = Watch(await stage.OpenAsync());
        var queues = new ListPage(tab);

        await queues.OpenAsync("rabbit", "queues");
        await queues.Search.FillAsync("stuck.");
        await Expect(queues.Rows).ToHaveCountAsync(2);
        await Expect(await queues.CellAsync("stuck.payments", "Ready")).ToHaveTextAsync("42");
        (await queues.NamesAsync()).ShouldBe(["stuck.payments", "stuck.orders"]);
        await queues.SortAsync("Name");
        await Expect(queues.Rows.First).ToContainTextAsync("stuck.orders");
        await Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("stuck"));

        // The address holds the search: a colleague who is sent it sees the same.
        var colleague = Watch(await stage.OpenAsync());
        await colleague.Page.GotoAsync(tab.Page.Url);
        await Expect(new ListPage(colleague).Rows).ToHaveCountAsync(2);

        await queues.Row("stuck.payments").GetByRole(AriaRole.Link, new() { Name = "stuck.payments", Exact = true }).ClickAsync();
        await Expect(new QueuePage(tab).Heading).ToContainTextAsync("stuck.payments");
    }

    [Fact]
    public async Task Look_AtADeadLetter_TellsItsEffectFirstAndThenTheStory()
    {
        await stage.Broker.DeclareWithDeadLettersAsync("look.orders");
        await stage.Broker.PublishAsync("look.orders", Encoding.UTF8.GetBytes("""{"order": 4711, "items": [{"sku": "A-1", "note": "Grüße"}]}"""), properties =>
        {
            properties.ContentType = "application/json";
            properties.Headers = new Dictionary<string, object?> { ["tenant"] = "eu", ["trace"] = new Dictionary<string, object?> { ["span"] = 17L, ["sampled"] = true } };
        });
        await stage.Broker.RejectAsync("look.orders", 1);
        await stage.Broker.WaitForCountAsync("look.orders.dead", 1);
        var tab = Watch(await stage.OpenAsync());
        var messages = new MessagesPart(tab);

        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, "look.orders.dead", "messages");
        await Expect(messages.Effect).ToContainTextAsync("redelivered");
        await Expect(messages.Result).ToHaveCountAsync(0);
        await messages.LookAsync();
        await Expect(messages.Result).ToContainTextAsync("1 message read");
        await messages.OpenMessageAsync(0);

        await Expect(messages.Summary).ToContainTextAsync("Rejected once by consumers of look.orders");
        await Expect(messages.Headers).ToContainTextAsync("tenant");
        await Expect(messages.Headers).ToContainTextAsync("span");
        await Expect(messages.Headers).ToContainTextAsync("17");
        await Expect(messages.Body.Locator(".json-row", new() { HasText = "order" }).First).ToContainTextAsync("4711");
        await Expect(messages.Body).ToContainTextAsync("Grüße");

        // The address leads a colleague to the very message, once they look.
        tab.Page.Url.ShouldContain("look.orders.dead");
        (await stage.Broker.CountAsync("look.orders.dead")).ShouldBe(1);
    }
}
