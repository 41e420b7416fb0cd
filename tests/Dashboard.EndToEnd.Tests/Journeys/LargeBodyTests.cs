using System.Diagnostics;
using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A body of 50 MB: its first part and its size are shown, and the page goes on answering.</summary>
[Collection(SharedCollection.Name)]
public sealed class LargeBodyTests(SharedStage stage) : Journey
{
    private const int Size = 50_000_000;

    [Fact]
    public async Task Look_AtABodyOf50Megabytes_ShowsItsBeginningAndStaysResponsive()
    {
        var body = new byte[Size];
        Array.Fill(body, (byte)'x');
        Encoding.UTF8.GetBytes("the beginning ").CopyTo(body, 0);
        await stage.Broker.DeclareQueueAsync("large.bodies");
        await stage.Broker.PublishAsync("large.bodies", body);
        var tab = Watch(await stage.OpenAsync());
        var messages = new MessagesPart(tab);
        await new QueuePage(tab).OpenAsync("rabbit", stage.Vhost.Name, "large.bodies", "messages");

        await messages.LookButton.ClickAsync();
        await Expect(messages.Result).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await messages.OpenMessageAsync(0);

        await Expect(messages.Body).ToContainTextAsync("47.7 MiB");
        await Expect(messages.Body).ToContainTextAsync("Only the first");
        await Expect(messages.Body).ToContainTextAsync("the beginning");
        (await tab.Page.EvaluateAsync<int>("() => document.body.innerText.length")).ShouldBeLessThan(500_000);
        var answer = Stopwatch.StartNew();
        await messages.Body.GetByRole(AriaRole.Button, new() { Name = "Hex", Exact = true }).ClickAsync();
        await Expect(messages.Body.Locator(".hex-line").First).ToContainTextAsync("74 68 65");
        answer.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        (await stage.Broker.CountAsync("large.bodies")).ShouldBe(1);
        await stage.Broker.DeleteQueueAsync("large.bodies");
    }
}
