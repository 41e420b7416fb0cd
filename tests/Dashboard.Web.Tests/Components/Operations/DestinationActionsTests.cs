using Dashboard.Core.Access;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Operations;

public abstract class DestinationActionsTests(Role role, FakeConnections? connections = null) : PageContext(role, connections)
{
    private IRenderedComponent<DestinationActions> RenderActions() => Render<DestinationActions>(p => p.Add(a => a.Destination, Sample.Orders));

    public sealed class ForOperators() : DestinationActionsTests(Role.Operator)
    {
        [Fact]
        public void Render_Operator_MayDoEverything()
        {
            var actions = RenderActions();

            actions.FindAll("button").Select(b => b.TextContent).ShouldBe(["Publish", "Purge", "Move", "Copy", "Replay dead letters"]);
            actions.FindAll("[aria-disabled]").ShouldBeEmpty();
        }

        [Fact]
        public void Press_Purge_OpensItsDialog()
        {
            var actions = RenderActions();
            Press(actions, "Purge");

            actions.WaitForAssertion(() => actions.Find("dialog h2").TextContent.ShouldBe("Purge queue orders in /"));
        }

        [Fact]
        public void Render_Exchange_OffersOnlyPublish()
            => Render<DestinationActions>(p => p.Add(a => a.Destination, new(Sample.Shop, "exchange", "/", "shop.orders")))
                .FindAll("button").Select(b => b.TextContent).ShouldBe(["Publish"]);
    }

    public sealed class ForViewers() : DestinationActionsTests(Role.Viewer)
    {
        [Fact]
        public void Press_Viewer_DoesNothingAndSaysWhichRightIsMissing()
        {
            var actions = RenderActions();
            foreach (var button in actions.FindAll("button"))
            {
                button.GetAttribute("aria-disabled").ShouldBe("true");
                button.GetAttribute("title")!.ShouldContain("a role of Operator or higher");
            }

            Press(actions, "Purge");

            actions.FindAll("dialog").ShouldBeEmpty();
            Operations.Planned.ShouldBeEmpty();
        }
    }

    public sealed class OnReadOnlyConnections() : DestinationActionsTests(Role.Admin, new FakeConnections(isReadOnly: true))
    {
        [Fact]
        public void Render_ReadOnly_SaysSoOnEachButton()
        {
            var actions = RenderActions();

            actions.FindAll("button").ShouldAllBe(b => b.GetAttribute("title") == "Shop is a read-only connection.");
            Press(actions, "Move");
            actions.FindAll("dialog").ShouldBeEmpty();
        }
    }

    public sealed class WithoutCapability() : DestinationActionsTests(Role.Admin, new FakeConnections(refusal: "needs RabbitMQ 3.12"))
    {
        [Fact]
        public void Render_NotPossibleNow_GivesTheReason()
            => RenderActions().FindAll("button").ShouldAllBe(b => b.GetAttribute("title") == "needs RabbitMQ 3.12");

        [Fact]
        public void Selection_NonePossible_CannotBePurged()
        {
            var selection = Render<SelectionActions>(p => p.Add(s => s.Destinations, [Sample.Orders, Sample.DeadLetters]));

            selection.Find("button").GetAttribute("aria-disabled").ShouldBe("true");
            selection.Find("button").Click();
            selection.FindAll("dialog").ShouldBeEmpty();
        }
    }
}
