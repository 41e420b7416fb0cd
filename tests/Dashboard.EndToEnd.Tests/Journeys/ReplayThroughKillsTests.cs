using System.Text;
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
        await broker.DeclareWithDeadLettersAsync(Origin);
        await broker.PublishAsync(Origin, Messages, i => Encoding.UTF8.GetBytes($$"""{"order": {{i}}}"""));
        await broker.RejectAsync(Origin, Messages);
        await broker.WaitForCountAsync(Dead, Messages);
        var dashboard = Keep(await DashboardProcess.StartAsync([ConnectionJson.Of("rabbit", vhost)]));
        var tab = Watch(await Tab.OpenAsync(chromium.Browser, dashboard.BaseAddress));
        tab.Tolerate("ERR_CONNECTION_REFUSED");
        tab.Tolerate("WebSocket");
        tab.Tolerate("Failed to");
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
            await WaitForAtLeastAsync(broker, Origin, Messages * kill / (kills + 2));
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
        await BalanceAsync(broker, Origin, sets, report);
    }

    private static async Task BalanceAsync(BrokerEye broker, string origin, IReadOnlyDictionary<string, long> sets, IReadOnlyList<string> report)
    {
        var arrived = (await broker.DrainAsync(origin)).GroupBy(message => message.BasicProperties.MessageId!).ToDictionary(group => group.Key, group => group.Count());
        Enumerable.Range(0, Messages).Select(i => $"{origin}-{i}").Where(id => !arrived.ContainsKey(id)).ShouldBeEmpty("no message is lost");
        arrived.Count.ShouldBe(Messages, "nothing else arrived");

        var uncertain = report.Where(line => line.Contains("ncertain", StringComparison.Ordinal)).ToList();
        uncertain.Count.ShouldBeGreaterThanOrEqualTo((int)sets["uncertain"]);
        uncertain.Count.ShouldBeLessThanOrEqualTo(MostUncertainAtOnce * 2);
        var twice = arrived.Where(pair => pair.Value > 1).Select(pair => pair.Key).ToList();
        twice.Where(id => !uncertain.Exists(line => line.Contains($"{id}#", StringComparison.Ordinal))).ShouldBeEmpty("duplicates only among those that are named as uncertain");
        arrived.Values.Max().ShouldBeLessThanOrEqualTo(3);
    }

    private static async Task WaitForAtLeastAsync(BrokerEye broker, string queue, long count)
    {
        long seen = 0;
        for (var i = 0; i < 600 && seen < count; i++)
        {
            await Task.Delay(50);
            seen = await broker.CountAsync(queue);
        }

        seen.ShouldBeGreaterThanOrEqualTo(count, "the job moves on");
    }
}
