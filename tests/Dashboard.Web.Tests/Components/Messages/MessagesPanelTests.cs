using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Components.Messages;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Messages;

public sealed class MessagesPanelTests : PageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Render_LookThatChangesSomething_SaysSoAndDoesNotLook()
    {
        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.Find(".effect").TextContent.ShouldContain("Sets the redelivered flag of what is read"));
        panel.Markup.ShouldContain("14 deliveries are left before the limit");
        panel.Find(".button.primary").TextContent.ShouldContain("Look at 100 messages");
        Reading.Looks.ShouldBeEmpty();
    }

    [Fact]
    public void Render_LookThatChangesNothing_LooksAtOnce()
    {
        Reading.Effect = Sample.StreamEffect;
        Reading.Messages = [Sample.Message(7)];

        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.FindAll(".messages tbody a").Count.ShouldBe(1));
        Reading.Looks.Single().Actor.Name.ShouldBe("nadia");
        panel.FindAll("option").Select(o => o.TextContent).ShouldContain("from newest");
    }

    [Fact]
    public void Look_Pressed_ShowsMessagesAndWhyItEnded()
    {
        Reading.Messages = [Sample.Message(0, redelivered: true, deaths: [Sample.Death()]), Sample.Message(1)];
        var panel = RenderPanel();

        Press(panel, "Look at 100");

        panel.WaitForAssertion(() => panel.Find(".look-result").TextContent.ShouldContain("2 messages read"));
        panel.Find(".look-result").TextContent.ShouldContain("100 messages were asked for");
        panel.Find(".look-result").TextContent.ShouldContain("Nothing is held");
        panel.Find(".marks").OuterHtml.ShouldNotBeNull();
        panel.Markup.ShouldContain("rejected");
        panel.Markup.ShouldContain("redelivered");
        Reading.Looks.Single().Request.Count.ShouldBe(100);
    }

    [Fact]
    public void Look_FilterWithAMistake_IsShownAtItsPlaceAndNotSent()
    {
        var panel = RenderPanel();
        panel.WaitForElement("input[type=search]").Input("size >");

        panel.WaitForElement(".filter-error").TextContent.ShouldContain("Character");
        panel.Find(".button.primary").HasAttribute("disabled").ShouldBeTrue();
        panel.Find("input[type=search]").KeyDown("Enter");
        Reading.Looks.ShouldBeEmpty();
    }

    [Fact]
    public void Look_FilterMatchesNone_SaysSoAndClears()
    {
        Reading.Messages = [Sample.Message(0), Sample.Message(1)];
        Reading.Matches = (_, _) => false;
        var panel = RenderPanel();
        panel.WaitForElement("input[type=search]").Input("size > 10");
        Press(panel, "Look at 100");

        panel.WaitForAssertion(() => panel.Markup.ShouldContain("None of 2 messages matches"));
        Press(panel, "Clear the filter");

        panel.WaitForAssertion(() => panel.FindAll(".messages tbody a").Count.ShouldBe(2));
        Reading.Looks.Select(l => l.Filter).ShouldBe(["size > 10", ""]);
    }

    [Fact]
    public void Stop_WhileLooking_CancelsTheLook()
    {
        Reading.Gate = new TaskCompletionSource();
        var panel = RenderPanel();
        Press(panel, "Look at 100");
        Press(panel, "Stop");

        panel.WaitForAssertion(() => Reading.LastToken.IsCancellationRequested.ShouldBeTrue());
        panel.WaitForAssertion(() => panel.Find(".look-result").TextContent.ShouldContain("it was stopped"));
        panel.Find(".button.primary").TextContent.ShouldContain("Read again");
    }

    [Fact]
    public void Look_WhileItReads_ShowsWhatItFound()
    {
        Reading.Gate = new TaskCompletionSource();
        Reading.Messages = [Sample.Message(0), Sample.Message(1)];
        var panel = RenderPanel();
        Press(panel, "Look at 100");

        panel.WaitForAssertion(() => panel.FindAll(".messages tbody a").Count.ShouldBe(2));
        panel.Find(".look-progress").TextContent.ShouldContain("2 of up to 100 read");
        Press(panel, "Stop");
        panel.WaitForAssertion(() => panel.FindAll(".look-progress").ShouldBeEmpty());
        panel.FindAll(".messages tbody a").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Dispose_WhileLooking_CancelsTheLook()
    {
        Reading.Gate = new TaskCompletionSource();
        var panel = RenderPanel();
        Press(panel, "Look at 100");

        await panel.Instance.DisposeAsync();

        Reading.LastToken.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Look_BrokerRefuses_ShowsItsWordsAndTheNextStep()
    {
        Reading.BrowseFailure = new BrokerException("The queue is gone.", "NOT_FOUND - no queue 'orders'", "Look at the list of queues.");
        var panel = RenderPanel();
        Press(panel, "Look at 100");

        panel.WaitForElement(".broker-words").TextContent.ShouldBe("NOT_FOUND - no queue 'orders'");
        panel.Markup.ShouldContain("Look at the list of queues.");
    }

    [Fact]
    public void Render_WithoutTheRight_SaysWhoHasIt()
    {
        Reading.EffectFailure = new AccessDeniedException(new Actor("victor", Role.Viewer), Permission.ReadMessages);

        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.Markup.ShouldContain("A role of Operator or higher has it"));
        panel.FindAll(".button.primary").ShouldBeEmpty();
    }

    [Fact]
    public void Render_LookRefused_SaysWhyWithoutAButton()
    {
        Reading.Effect = new BrowseEffect(false, "Cannot be browsed", ["A quorum queue with single active consumer refuses it."], false, false);

        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.Markup.ShouldContain("single active consumer"));
        panel.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void Render_HostileNames_StayText()
    {
        Reading.Effect = Sample.StreamEffect;
        Reading.Messages = [Sample.Message(0, "<img src=x onerror=alert(1)>", key: "<script>alert(1)</script>")];

        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.FindAll(".messages tbody a").Count.ShouldBe(1));
        panel.FindAll("script, img").ShouldBeEmpty();
        panel.Find("td.key").TextContent.ShouldBe("<script>alert(1)</script>");
    }

    [Fact]
    public void Select_WithShift_TakesTheRangeIntoTheDialog()
    {
        Reading.Effect = Sample.StreamEffect;
        Reading.Messages = [.. Enumerable.Range(0, 6).Select(i => Sample.Message(i))];
        var panel = RenderPanel();
        panel.WaitForElements("td.pick input")[1].Click();
        panel.FindAll("td.pick input")[4].Click(new MouseEventArgs { ShiftKey = true });

        panel.Find(".message-actions").TextContent.ShouldContain("4 selected");
        Press(panel, "Move");
        PickTarget(panel, "payments");

        panel.WaitForAssertion(() => Operations.Planned.ShouldNotBeEmpty());
        var chosen = Operations.Planned[^1].Selection.ShouldBeOfType<ChosenMessages>();
        chosen.Identities.ShouldBe(Reading.Messages.Skip(1).Take(4).Select(m => m.Identity));
    }

    [Fact]
    public void Actions_OnAllThatMatch_PlanTheFilterItself()
    {
        Reading.Messages = [Sample.Message(0), Sample.Message(1)];
        var panel = RenderPanel();
        panel.WaitForElement("input[type=search]").Input("size > 1");
        Press(panel, "Look at 100");
        panel.WaitForAssertion(() => panel.Find(".message-actions").TextContent.ShouldContain("All that match"));

        Press(panel, "Replay to origin");

        panel.WaitForAssertion(() => Operations.Planned.ShouldNotBeEmpty());
        Operations.Planned[^1].Selection.ShouldBe(new MatchingMessages("size > 1"));
        Operations.Planned[^1].Target.ShouldBe(new OriginTarget(false));
        Operations.Planned[^1].Kind.ShouldBe(OperationKind.Replay);
    }

    [Fact]
    public void Url_NamesAMessage_OpensItAfterTheLookAndKeysMoveOn()
    {
        Reading.Effect = Sample.StreamEffect;
        Reading.Messages = [Sample.Message(0, "\"first\""), Sample.Message(1, "\"second\"")];
        Navigation.NavigateTo($"/?message=0-{Reading.Messages[0].Identity.Fingerprint[..16]}");

        var panel = RenderPanel();

        panel.WaitForElement(".message-view").GetAttribute("aria-label").ShouldBe("Message at position 0");
        panel.Find("[data-key=j]").Click();
        panel.WaitForAssertion(() => panel.Find(".message-view").GetAttribute("aria-label").ShouldBe("Message at position 1"));
        Navigation.Uri.ShouldContain("message=1-");
        panel.Find("[data-key=Escape]").Click();
        panel.WaitForAssertion(() => panel.FindAll(".message-view").ShouldBeEmpty());
    }

    [Fact]
    public void Url_NamesAMessageThatIsNotThere_SaysSo()
    {
        Reading.Effect = Sample.StreamEffect;
        Reading.Messages = [Sample.Message(0)];
        Navigation.NavigateTo("/?message=9-0123456789abcdef");

        var panel = RenderPanel();

        panel.WaitForAssertion(() => panel.Markup.ShouldContain("is not among the 1 message read"));
    }

    [Theory]
    [InlineData("3:7", 7, null)]
    [InlineData("3:8", 10, "No message stands at 3:8")]
    [InlineData("3:11", null, "No message stands at 3:11 or after it")]
    public void Url_NamesAPlaceOfALog_OpensWhatStandsThereOrNext(string place, int? opened, string? said)
    {
        Reading.Effect = Sample.StreamEffect with { Partitions = [new PartitionRange(2, 0, 20), new PartitionRange(3, 0, 11)] };
        Reading.Messages = [OnLog(2, 9), OnLog(3, 7), OnLog(3, 10)];
        Navigation.NavigateTo($"/?{MessageLinks.LookAt(LogPosition.TryParse(place, out var at) ? at : default)}");

        var panel = RenderPanel();

        panel.WaitForAssertion(() => Reading.Looks.Single().Request.Start.Offset.ShouldBe(at.Offset));
        Reading.Looks.Single().Request.Partition.ShouldBe(3);
        panel.WaitForAssertion(() => panel.FindAll(".message-view").Count.ShouldBe(opened is null ? 0 : 1));
        if (opened is { } offset)
            panel.Find(".message-facts").TextContent.ShouldContain($"3:{offset}");
        if (said is not null)
            panel.Find(".banner.tone-warn").TextContent.ShouldContain(said);
        else
            panel.FindAll(".banner.tone-warn").ShouldBeEmpty();
    }

    [Fact]
    public void Look_Done_LeavesTheChoiceInTheUrl()
    {
        var panel = RenderPanel();
        panel.WaitForElement("select").Change("500");
        panel.Find("input[type=search]").Input("size > 1");
        Press(panel, "Look at 500");

        panel.WaitForAssertion(() => Navigation.Uri.ShouldContain("count=500"));
        Navigation.Uri.ShouldContain("filter=size");
    }

    private IRenderedComponent<MessagesPanel> RenderPanel() => Render<MessagesPanel>(p => p.Add(panel => panel.Destination, Sample.Orders));

    private static MessageEnvelope OnLog(int partition, long offset)
        => Sample.Message(new LogPosition(partition, offset).Packed) with { Partition = partition, Key = "k"u8.ToArray(), RoutingKey = null };

    private static void PickTarget(IRenderedComponent<MessagesPanel> panel, string name)
    {
        panel.WaitForElement("[role=combobox]").Input(name);
        panel.WaitForElement("[role=option]").Click();
    }
}
