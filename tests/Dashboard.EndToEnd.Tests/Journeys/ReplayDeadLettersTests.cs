using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Dead letters back to where they died, watched to the end and read about in the audit.</summary>
[Collection(SharedCollection.Name)]
public sealed class ReplayDeadLettersTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Replay_OfADeadLetterQueue_BringsAllBackToTheirOriginAndIsAudited()
    {
        const string Origin = "replay.orders";
        const string Dead = $"{Origin}.dead";
        await stage.Broker.DeclareWithDeadLettersAsync(Origin);
        await stage.Broker.PublishAsync(Origin, 200, i => Encoding.UTF8.GetBytes($"order {i}"));
        await stage.Broker.RejectAsync(Origin, 200);
        await stage.Broker.WaitForCountAsync(Dead, 200);
        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);
        await page.OpenAsync("rabbit", stage.Vhost.Name, Dead);

        var dialog = await page.OpenDialogAsync("Replay dead letters");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
        var dryRun = dialog.GetByRole(AriaRole.Region, new() { Name = "Dry run" });
        await Expect(dryRun).ToContainTextAsync("200 messages examined, nothing taken or sent", new() { Timeout = 20_000 });
        await Expect(dryRun).ToContainTextAsync(Origin);
        await dialog.GetByLabel("Messages per second at most").FillAsync("100");
        await QueuePage.ConfirmAsync(dialog, "Replay 200 messages");

        var job = new JobPage(tab);
        await job.FollowNoteAsync();
        await job.SetsShouldAddUpAsync();
        await job.WaitForEndAsync("succeeded");
        await Expect(job.Verdict).ToContainTextAsync("200 of 200 replayed");
        await job.SetsShouldAddUpAsync();
        (await stage.Broker.CountAsync(Dead)).ShouldBe(0);
        var back = await stage.Broker.DrainAsync(Origin);
        back.Select(message => message.BasicProperties.MessageId).ShouldBe(Enumerable.Range(0, 200).Select(i => $"{Origin}-{i}"));

        var id = tab.Page.Url.Split('/')[^1].Split('?')[0];
        var report = await job.ReportAsync();
        report.Count(line => line.Contains($"{Origin}-", StringComparison.Ordinal)).ShouldBe(200);
        await tab.GoAsync("audit");
        await tab.Page.GetByRole(AriaRole.Searchbox).First.FillAsync(Dead);
        var entry = tab.Page.GetByRole(AriaRole.Row, new() { NameRegex = new("replay", System.Text.RegularExpressions.RegexOptions.IgnoreCase) });
        await Expect(entry.First).ToContainTextAsync("console");
        await tab.GoAsync("operations");
        await Expect(tab.Page.Locator($"a[href='operations/{id}']")).ToBeVisibleAsync();
    }
}
