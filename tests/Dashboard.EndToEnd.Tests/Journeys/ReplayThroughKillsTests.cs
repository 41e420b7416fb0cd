using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>
/// A replay that an operator starts in the browser goes on through kill -9 of the dashboard, and every message of it is accounted for: counted
/// by id on the broker, without asking the dashboard.
/// </summary>
public sealed class ReplayThroughKillsTests(ChromiumFixture chromium, RabbitMqVhost vhost) : Journey, IClassFixture<ChromiumFixture>, IClassFixture<RabbitMqVhost>
{
    private const int Messages = 4000;
    private const int MostUncertainAtOnce = 1000;

    [Theory]
    [InlineData(2)]
    public async Task Replay_DashboardKilledWhileItRuns_EveryMessageIsAccountedFor(int kills)
    {
        const string Origin = "orders";
        const string Dead = $"{Origin}.dead";
        await using var broker = await BrokerEye.OpenAsync(vhost);
        await ReplayBalance.SeedAsync(broker, Origin, Messages);
        var dashboard = Keep(await DashboardProcess.StartAsync([ConnectionJson.Of("rabbit", vhost)]));
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        tab.TolerateRestarts();
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();

        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", vhost.Name, Dead);
        var dialog = await page.OpenDialogAsync("Replay dead letters");
        await dialog.GetByLabel("Messages per second at most").FillAsync("400");
        await QueuePage.ConfirmAsync(dialog, "Replay 4,000 messages");
        var job = new JobPage(tab);
        await job.FollowNoteAsync();

        for (var kill = 1; kill <= kills; kill++)
        {
            await ReplayBalance.WaitForAtLeastAsync(broker, Origin, Messages * kill / (kills + 2));
            dashboard.Kill();
            var atKill = await broker.CountAsync(Origin);
            atKill.ShouldBeLessThan(Messages, "the dashboard was killed in the middle of the job");
            await dashboard.StartAsync();
        }

        // The open page comes back by itself, signed in, and tells the end.
        await job.WaitForEndAsync("succeeded", seconds: 90);
        await job.SetsShouldAddUpAsync();
        var sets = await job.SetsAsync();
        sets["selected in all"].ShouldBe(Messages);
        sets["remaining"].ShouldBe(0);
        await Expect(job.Timeline).ToContainTextAsync("nterrupted");
        var report = await job.ReportAsync();

        (await broker.CountAsync(Dead)).ShouldBe(0);
        await ReplayBalance.CheckAsync(broker, Origin, Messages, MostUncertainAtOnce * 2, sets, report);
    }
}
