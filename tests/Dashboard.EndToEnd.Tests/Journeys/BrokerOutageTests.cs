using System.Text;
using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>The broker goes away under an open page and under a running job, and comes back.</summary>
public sealed class BrokerOutageTests(ChromiumFixture chromium) : Journey, IClassFixture<ChromiumFixture>
{
    private const int Messages = 3000;

    [Theory]
    [InlineData(Ending.Orderly)]
    [InlineData(Ending.Killed)]
    public async Task Broker_RestartedUnderAJob_PageTellsStaleAndTheJobEndsAfterwards(Ending ending)
    {
        const string Origin = "orders";
        const string Dead = $"{Origin}.dead";
        var own = Keep(await OwnBroker.StartAsync());
        await using (var broker = await own.LookAsync())
        {
            await broker.DeclareWithDeadLettersAsync(Origin);
            await broker.PublishAsync(Origin, Messages, i => Encoding.UTF8.GetBytes($"order {i}"));
            await broker.RejectAsync(Origin, Messages);
            await broker.WaitForCountAsync(Dead, Messages);
        }

        var dashboard = Keep(await DashboardProcess.StartAsync([own.Connection("rabbit", vhosts: "/")]));
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();
        var onCall = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress, await tab.StorageStateAsync()));
        var queues = new ListPage(onCall);
        await queues.OpenAsync("rabbit", "queues");

        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", "/", Dead);
        var dialog = await page.OpenDialogAsync("Replay dead letters");
        await dialog.GetByLabel("Messages per second at most").FillAsync("250");
        await QueuePage.ConfirmAsync(dialog, "Replay 3,000 messages");
        var job = new JobPage(tab);
        await job.FollowNoteAsync();
        await Task.Delay(3000);
        if (ending == Ending.Killed)
            own.Kill();
        else
            await own.DownAsync();

        // Stale data stays and says so; nothing is emptied.
        var banner = onCall.Page.Locator(".banner", new() { HasText = "Last good data" });
        await Expect(banner).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(banner.GetByRole(AriaRole.Button, new() { Name = "Try now" })).ToBeVisibleAsync();
        await Expect(queues.Row(Dead)).ToBeVisibleAsync();
        await Expect(job.Verdict).Not.ToContainTextAsync("succeeded", new() { IgnoreCase = true });

        await banner.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await onCall.Page.WaitForTimeoutAsync(1000);
        await Expect(banner).ToBeVisibleAsync();

        await own.UpAsync();
        await Expect(banner).ToBeHiddenAsync(new() { Timeout = 20_000 });

        await job.WaitForEndAsync("succeeded", seconds: 90);
        await job.SetsShouldAddUpAsync();
        var sets = await job.SetsAsync();
        sets["selected in all"].ShouldBe(Messages);
        sets["remaining"].ShouldBe(0);
        var report = await job.ReportAsync();
        await using var after = await own.LookAsync();
        var left = await after.DrainAsync(Dead);
        var arrived = (await after.DrainAsync(Origin)).GroupBy(message => message.BasicProperties.MessageId!).ToDictionary(group => group.Key, group => group.Count());

        // What RabbitMQ had forgotten to be acknowledged came back; the job knows it as delivered and takes it away again.
        Enumerable.Range(0, Messages).Select(i => $"{Origin}-{i}").Where(id => !arrived.ContainsKey(id)).ShouldBeEmpty("no message is lost");
        var uncertain = report.Where(line => line.Contains("ncertain", StringComparison.Ordinal)).ToList();
        arrived.Where(pair => pair.Value > 1 && !uncertain.Exists(line => line.Contains($"{pair.Key}#", StringComparison.Ordinal)))
            .ShouldBeEmpty("duplicates only among those that are named as uncertain");
        left.Select(message => message.BasicProperties.MessageId).ShouldBeEmpty($"{left.Count} left in the source");
    }

    /// <summary>How the broker goes down.</summary>
    public enum Ending
    {
        /// <summary>As an init system stops it: everything is written.</summary>
        Orderly,

        /// <summary>kill -9: a classic queue forgets acknowledgements of the last moments and gives those messages again.</summary>
        Killed,
    }
}
