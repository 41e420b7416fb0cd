using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>
/// A replay whose dashboard stands still until the broker has given it up, one whose account loses its permission, and a dashboard that is killed
/// while it looks at messages: counted by id on the broker.
/// </summary>
public sealed class ReplayThroughFaultsTests(ChromiumFixture chromium, RabbitMqVhost vhost) : Journey, IClassFixture<ChromiumFixture>, IClassFixture<RabbitMqVhost>
{
    private const int Messages = 1500;

    [Fact]
    public async Task Replay_FrozenPastTheHeartbeat_GoesOnAndAccountsForEveryMessage()
    {
        const string Origin = "frozen";
        var own = Keep(await OwnBroker.StartAsync());
        await own.LimitHeartbeatAsync(1);
        await using var broker = await own.LookAsync();
        var dead = await ReplayBalance.SeedAsync(broker, Origin, Messages);
        var dashboard = Keep(await DashboardProcess.StartAsync([own.Connection("rabbit")]));
        var (tab, job) = await ReplayAsync(dashboard, "/", dead, rate: 300);
        await ReplayBalance.WaitForAtLeastAsync(broker, Origin, 200);

        await dashboard.FreezeAsync();
        try
        {
            // The broker gives the dashboard up: whatever it held is ready again.
            await UntilAsync(async () => await broker.CountAsync(dead) + await broker.CountAsync(Origin) >= Messages, "the broker takes back what the frozen dashboard held");
            (await broker.CountAsync(Origin)).ShouldBeLessThan(Messages, "it was frozen in the middle of the job");
        }
        finally
        {
            await dashboard.ThawAsync();
        }

        await tab.Page.ReloadAsync();
        await job.WaitForEndAsync("succeeded", seconds: 90);
        await job.SetsShouldAddUpAsync();
        var sets = await job.SetsAsync();
        sets["remaining"].ShouldBe(0);
        (await broker.CountAsync(dead)).ShouldBe(0);
        await ReplayBalance.CheckAsync(broker, Origin, Messages, 1000, sets, await job.ReportAsync());
    }

    [Fact]
    public async Task Replay_PermissionIsRevoked_PausesWithTheBrokersWordsAndGoesOnLater()
    {
        const string Origin = "revoked";
        const string Password = "s0me-password";
        var user = $"replayer-{Guid.NewGuid():N}";
        await using var broker = await BrokerEye.OpenAsync(vhost);
        await vhost.Broker.AddUserAsync(user, Password, "monitoring", vhost.Name);
        var dead = await ReplayBalance.SeedAsync(broker, Origin, Messages);
        var dashboard = Keep(await DashboardProcess.StartAsync(
            [ConnectionJson.Of("rabbit", vhost.Broker.ManagementUrl, vhost.Broker.AmqpUrl, user, Password, vhosts: vhost.Name)]));
        var (tab, job) = await ReplayAsync(dashboard, vhost.Name, dead, rate: 60);
        await ReplayBalance.WaitForAtLeastAsync(broker, Origin, 100);

        await vhost.Broker.CallAsync(HttpMethod.Put, $"permissions/{vhost.Escaped}/{user}", new { configure = "^$", write = "^$", read = ".*" });
        // The broker lists a connection some seconds after it was opened, and one that is busy keeps the rights it came with.
        await UntilAsync(
            async () =>
            {
                await CloseConnectionsAsync(user);
                return (await job.Verdict.TextContentAsync())!.Contains("paused", StringComparison.OrdinalIgnoreCase);
            },
            "the job pauses");
        await Expect(tab.Page.Locator(".job-page .banner").First).ToContainTextAsync("ACCESS_REFUSED");
        await UntilAsync(async () => await broker.CountAsync(dead) > 0, "the rest is in the source and nobody holds it");
        (await broker.CountAsync(dead) + await broker.CountAsync(Origin)).ShouldBeGreaterThanOrEqualTo(Messages);

        await vhost.Broker.CallAsync(HttpMethod.Put, $"permissions/{vhost.Escaped}/{user}", new { configure = ".*", write = ".*", read = ".*" });
        await job.ResumeAsync();
        await job.WaitForEndAsync("succeeded", seconds: 60);
        await job.SetsShouldAddUpAsync();
        (await broker.CountAsync(dead)).ShouldBe(0);
        await ReplayBalance.CheckAsync(broker, Origin, Messages, 1000, await job.SetsAsync(), await job.ReportAsync());
        await vhost.Broker.CallAsync(HttpMethod.Delete, $"users/{user}");
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task Look_DashboardIsKilledMeanwhile_NothingIsHeldOrLost(string type)
    {
        var queue = $"looked-at-{type}";
        await using var broker = await BrokerEye.OpenAsync(vhost);
        await broker.DeclareQueueAsync(queue, new Dictionary<string, object?> { ["x-queue-type"] = type });
        await broker.PublishAsync(queue, Messages, _ => new byte[20_000]);
        var dashboard = Keep(await DashboardProcess.StartAsync([ConnectionJson.Of("rabbit", vhost)]));
        var tab = await SignInAsync(dashboard);
        await new QueuePage(tab).OpenAsync("rabbit", vhost.Name, queue, "messages");
        var part = new MessagesPart(tab);
        await part.Panel.Locator(".look-field select").First.SelectOptionAsync("1000");

        await part.LookButton.ClickAsync();
        var least = (long)Messages;
        for (var i = 0; i < 2000 && (least = await broker.CountAsync(queue)) == Messages; i++)
            await Task.Yield();
        dashboard.Kill();

        least.ShouldBeLessThan(Messages, "it was killed while it held messages");
        await UntilAsync(async () => await broker.CountAsync(queue) == Messages, "everything is back");
        var ids = (await broker.DrainAsync(queue)).Select(message => message.BasicProperties.MessageId).ToList();
        ids.ShouldBe(Enumerable.Range(0, Messages).Select(i => $"{queue}-{i}"));
    }

    /// <summary>A channel goes on with the permissions it was once told of; a new one asks.</summary>
    private async Task CloseConnectionsAsync(string user)
    {
        var open = (await vhost.Broker.CallAsync(HttpMethod.Get, $"vhosts/{vhost.Escaped}/connections")).EnumerateArray()
            .Where(connection => connection.TryGetProperty("user", out var name) && name.GetString() == user)
            .Select(connection => connection.GetProperty("name").GetString()!)
            .ToList();
        foreach (var name in open)
        {
            try
            {
                await vhost.Broker.CallAsync(HttpMethod.Delete, $"connections/{Uri.EscapeDataString(name)}");
            }
            catch (InvalidOperationException)
            {
                // It went by itself between the list and this.
            }
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await condition())
                return;
            await Task.Delay(100);
        }

        throw new TimeoutException($"It did not come about that {what}.");
    }

    private async Task<Tab> SignInAsync(DashboardProcess dashboard)
    {
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        tab.TolerateRestarts();
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();
        return tab;
    }

    private async Task<(Tab Tab, JobPage Job)> ReplayAsync(DashboardProcess dashboard, string virtualHost, string dead, int rate)
    {
        var tab = await SignInAsync(dashboard);
        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", virtualHost, dead);
        var dialog = await page.OpenDialogAsync("Replay dead letters");
        await dialog.GetByLabel("Messages per second at most").FillAsync($"{rate}");
        await QueuePage.ConfirmAsync(dialog, "Replay 1,500 messages");
        var job = new JobPage(tab);
        await job.FollowNoteAsync();
        return (tab, job);
    }
}
