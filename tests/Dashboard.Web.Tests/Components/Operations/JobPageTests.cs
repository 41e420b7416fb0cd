using Dashboard.Core.Access;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Operations.Jobs;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Operations;

public sealed class JobPageTests : PageContext
{
    private const string Id = "20261121-021407-abcd";

    [Fact]
    public void Render_RunningJob_SetsAddUpToTheSelection()
    {
        Board.Put(Sample.Job());

        var page = RenderPage();

        var counts = page.FindAll(".accounting li:not(.sum) .figure").Select(c => int.Parse(c.TextContent, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        counts.ShouldBe([400, 594, 3, 2, 1]);
        counts.Sum().ShouldBe(1000);
        page.Find(".sum").TextContent.ShouldContain("1,000");
        page.Markup.ShouldContain("5 were tried and not deliverable");
        page.FindAll(".job-figures dd").Select(d => d.TextContent).Take(3).ShouldBe(["120/s", "40/s", "4.9s"]);
    }

    [Fact]
    public void Board_Changes_AreShownLive()
    {
        Board.Put(Sample.Job());
        var page = RenderPage();

        Board.Put(Sample.Job(state: JobState.Succeeded, accounting: new JobAccounting(1000, 1000, 0, 0, 0, 0, 0)));

        page.WaitForAssertion(() => page.Find(".verdict").TextContent.ShouldContain("Succeeded 1,000 of 1,000 purged."));
        page.FindAll("[role=toolbar] button").ShouldBeEmpty();
    }

    [Fact]
    public void Control_RunningJob_PausesAndLimits()
    {
        Board.Put(Sample.Job());
        var page = RenderPage();
        Press(page, "Pause");
        page.Find("#rate-limit").Input("25.5");
        Press(page, "Set");
        page.Find("#rate-limit").Input("");
        Press(page, "Set");

        page.WaitForAssertion(() => Operations.Controls.ShouldBe([$"pause {Id}", $"limit {Id} 25.5", $"limit {Id} none"]));
    }

    [Theory]
    [InlineData(JobState.Running, "Pause,Cancel")]
    [InlineData(JobState.Paused, "Resume,Cancel")]
    [InlineData(JobState.Interrupted, "Resume,Cancel")]
    [InlineData(JobState.Queued, "Pause,Cancel")]
    [InlineData(JobState.Cancelling, "")]
    [InlineData(JobState.Succeeded, "")]
    public void Control_States_OfferOnlyWhatIsLegal(JobState state, string buttons)
    {
        Board.Put(Sample.Job(state: state));

        var page = RenderPage();

        string.Join(',', page.FindAll("[role=toolbar] button").Select(b => b.TextContent.Trim())).ShouldBe(buttons);
    }

    [Fact]
    public void Render_PausedWithAReason_SaysWhy()
    {
        Board.Put(Sample.Job(state: JobState.Paused, reason: "The broker blocks publishers: memory alarm") with { NextStep = "It resumes when the alarm is gone." });

        RenderPage().Find(".banner").TextContent.ShouldContain("memory alarm. It resumes when the alarm is gone.");
    }

    [Fact]
    public void Undo_Link_OpensTheRestoreDialogOfTheArchive()
    {
        Board.Put(Sample.Job(state: JobState.Succeeded, hasArchive: true));
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/operations/{Id}?restore=1");

        var page = RenderPage();

        page.WaitForAssertion(() => Operations.Planned.Count.ShouldBe(1));
        Operations.Planned[0].Kind.ShouldBe(OperationKind.Restore);
        Operations.Planned[0].ArchiveJobId.ShouldBe(Id);
        Operations.Planned[0].Target.ShouldBeNull();
    }

    [Fact]
    public void Outcomes_Filtered_ShowReasons()
    {
        Board.Put(Sample.Job());
        Board.Outcomes.Add(new MessageOutcome(1, "m-1", MessageOutcomeKind.Delivered, "queue a", null, Sample.Now, 10));
        Board.Outcomes.Add(new MessageOutcome(2, "m-2", MessageOutcomeKind.Held, "queue <b>a</b>", "NO_ROUTE", Sample.Now, 10));
        var page = RenderPage();
        page.WaitForAssertion(() => page.Find(".edge").TextContent.ShouldBe("2 outcomes"));

        page.Find("[aria-label='Kind of outcome']").Change("Held");

        page.WaitForAssertion(() => page.Find(".edge").TextContent.ShouldBe("1 outcome"));
    }

    [Fact]
    public void Render_UnknownJob_SaysSo() => RenderPage().Markup.ShouldContain("There is no such job");

    [Fact]
    public void List_Filter_StandsInTheUrlAndNarrows()
    {
        Board.Put(Sample.Job("a"));
        Board.Put(Sample.Job("b", JobState.Failed, OperationKind.Replay));
        var page = Render<JobsPage>();
        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldBe("2 of 2"));

        page.Find("[aria-label=State]").Change("Failed");

        page.WaitForAssertion(() => page.Find("[role=status]").TextContent.ShouldBe("1 of 2"));
        Services.GetRequiredService<NavigationManager>().Uri.ShouldContain("state=Failed");
    }

    [Fact]
    public void List_Empty_SaysWhereOperationsBegin() => Render<JobsPage>().Markup.ShouldContain("They begin on the page of a queue.");

    [Fact]
    public void Notice_QueuedJobThatWaitedForAMoment_SaysThatItIsConfirmed()
    {
        var notices = Services.GetRequiredService<JobNotices>();
        var toasts = Services.GetRequiredService<Toasts>();

        notices.Announce(Sample.Job(state: JobState.Queued) with { Reason = "Waits for job 1, which works on the same source" });

        toasts.Shown[^1].Text.ShouldContain("confirmed");
        toasts.Shown[^1].Text.ShouldNotContain("Waits");
    }

    [Fact]
    public void Notice_PurgeWithArchive_EndsWithUndo()
    {
        var notices = Services.GetRequiredService<JobNotices>();
        var toasts = Services.GetRequiredService<Toasts>();
        Board.Put(Sample.Job());
        notices.Announce(Sample.Job());
        toasts.Shown.Single().ActionText.ShouldBeNull();

        Board.Put(Sample.Job(state: JobState.Succeeded, accounting: new JobAccounting(10, 10, 0, 0, 0, 0, 0), hasArchive: true));

        // The note of the end takes the place of the note of the start.
        SpinWait.SpinUntil(() => toasts.Shown is [{ ActionText: not null }], TimeSpan.FromSeconds(10)).ShouldBeTrue();
        toasts.Shown[0].ActionText.ShouldBe("Undo");
        toasts.Shown[0].Text.ShouldContain("10 of 10 purged");
    }

    private IRenderedComponent<JobPage> RenderPage() => Render<JobPage>(p => p.Add(page => page.JobId, Id));

    public sealed class ForViewers() : PageContext(Role.Viewer)
    {
        [Fact]
        public void Control_Viewer_SeesTheJobAndControlsNothing()
        {
            Board.Put(Sample.Job());
            var page = Render<JobPage>(p => p.Add(j => j.JobId, Id));

            page.FindAll("[role=toolbar] button").ShouldAllBe(b => b.GetAttribute("aria-disabled") == "true");
            Press(page, "Cancel");
            Operations.Controls.ShouldBeEmpty();
        }
    }
}
