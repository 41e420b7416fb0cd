using System.Globalization;
using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Dead letters of a topic back to the topic that their headers name, accounted for and counted by id on the broker; a second time there is nothing left to send.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaReplayTests(KafkaStage stage) : Journey
{
    [KafkaFact]
    public async Task Replay_OfADeadLetterTopic_BringsAllBackOnceAndOffersNothingTheSecondTime()
    {
        const int Letters = 300;
        var letters = await KafkaLetters.SeedAsync(stage.Cluster, stage.Eye, Letters);
        var tab = Watch(await stage.OpenAsync());
        var page = new QueuePage(tab);
        var address = KafkaStage.TopicAddress("kafka", letters.Dead);
        await tab.GoAsync(address);

        var dialog = await page.OpenDialogAsync("Replay dead letters");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
        var dryRun = dialog.GetByRole(AriaRole.Region, new() { Name = "Dry run" });
        await Expect(dryRun).ToContainTextAsync("300 messages examined, nothing taken or sent", new() { Timeout = 30_000 });
        await Expect(dryRun).ToContainTextAsync(letters.Origin);
        await QueuePage.ConfirmAsync(dialog, "Replay (up to )?300 messages");
        var job = new JobPage(tab);
        await job.FollowNoteAsync();
        await job.WaitForEndAsync("succeeded");
        await Expect(job.Verdict).ToContainTextAsync("300 of 300 replayed");
        await job.SetsShouldAddUpAsync();
        var report = await job.ReportAsync();
        report.Count.ShouldBeGreaterThan(Letters);

        letters.Check(stage.Eye).ShouldBeEmpty("no message arrived twice");
        stage.Eye.Count(letters.Dead).ShouldBe(Letters, "a log keeps what is read");

        await tab.GoAsync(address);
        dialog = await page.OpenDialogAsync("Replay dead letters");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("All 300 were sent");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { NameRegex = new("^Replay") })).ToBeDisabledAsync();
        await tab.Page.Keyboard.PressAsync("Escape");

        // What comes later is the rest.
        await letters.AddAsync(stage.Eye, 5);
        await tab.GoAsync(address);
        dialog = await page.OpenDialogAsync("Replay dead letters");
        await Expect(dialog).ToContainTextAsync("only the other 5 are taken");
        await QueuePage.ConfirmAsync(dialog, "Replay (up to )?5 messages");
        await job.FollowNoteAsync();
        await job.WaitForEndAsync("succeeded");
        letters.Check(stage.Eye).ShouldBeEmpty("no message arrived twice");
        await letters.DeleteAsync();
    }

    [KafkaFact]
    public async Task Replay_DashboardKilledWhileItRuns_EveryMessageIsAccountedFor()
    {
        const int Letters = 3000;
        const int Rate = 300;
        var letters = await KafkaLetters.SeedAsync(stage.Cluster, stage.Eye, Letters);
        var dashboard = Keep(await Processes.DashboardProcess.StartAsync([KafkaStage.Connection("kafka", stage.Cluster)]));
        var tab = Watch(await Tab.OpenAsync(stage.Browser, dashboard.BaseAddress));
        tab.TolerateRestarts();
        await tab.Page.GotoAsync(await dashboard.SignInLinkAsync());
        await tab.ReadyAsync();
        await tab.GoAsync(KafkaStage.TopicAddress("kafka", letters.Dead));
        var dialog = await new QueuePage(tab).OpenDialogAsync("Replay dead letters");
        await dialog.GetByLabel("Messages per second at most").FillAsync(Rate.ToString(CultureInfo.InvariantCulture));
        await QueuePage.ConfirmAsync(dialog, "Replay (up to )?3,000 messages");
        var job = new JobPage(tab);
        await job.FollowNoteAsync();

        for (var i = 0; i < 600 && stage.Eye.Count(letters.Origin) < Letters / 4; i++)
            await Task.Delay(50);
        dashboard.Kill();
        stage.Eye.Count(letters.Origin).ShouldBeInRange(Letters / 4, Letters - 1, "the dashboard was killed in the middle of the job");
        await dashboard.StartAsync();

        // The open page comes back by itself, signed in, and tells the end.
        await job.WaitForEndAsync("succeeded", seconds: 90);
        await job.SetsShouldAddUpAsync();
        var sets = await job.SetsAsync();
        sets["selected in all"].ShouldBe(Letters);
        sets["remaining"].ShouldBe(0);
        await Expect(job.Timeline).ToContainTextAsync("nterrupted");

        // One by one: what is there more than once is among what the report names as in doubt, and no other message is.
        var report = await job.ReportAsync();
        JobPage.PlacesOf(report).Order().ShouldBe(letters.Places(stage.Eye).Order(), "the report has a line for each message");
        var doubtful = JobPage.PlacesOf(report, "Uncertain");
        doubtful.Count.ShouldBe((int)sets["uncertain"]);
        letters.Check(stage.Eye).Except(doubtful).ShouldBeEmpty("there more than once and not named");
        doubtful.Count.ShouldBeLessThan(Letters / 2, "what had arrived before the kill is known to have");
        await letters.DeleteAsync();
    }
}
