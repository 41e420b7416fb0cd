using Dashboard.Core.History;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Controls.Charts;
using Dashboard.Web.Tests.Components.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class ChartRangeTests : BunitContext
{
    public ChartRangeTests() => Services.AddDashboardComponents();

    private ViewPreferences Preferences => Services.GetRequiredService<ViewPreferences>();

    [Fact]
    public void Choose_ALongerRange_IsTakenAndMarked()
    {
        Keep(TimeSpan.FromHours(24));
        var range = Render<ChartRange>();
        Pressed(range).ShouldBe("1 h");

        range.FindAll("button")[2].Click();

        Preferences.ChartRange.ShouldBe(TimeSpan.FromHours(24));
        Pressed(range).ShouldBe("24 h");
    }

    [Fact]
    public void Choose_InAnotherPlaceOfThePage_IsFollowedHere()
    {
        Keep(TimeSpan.FromHours(24));
        var (one, other) = (Render<ChartRange>(), Render<ChartRange>());

        one.FindAll("button")[1].Click();

        other.WaitForAssertion(() => Pressed(other).ShouldBe("6 h"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Render_NothingOlderThanAnHourIsKept_OffersNoChoice(int hours)
    {
        Keep(TimeSpan.FromHours(hours));

        Render<ChartRange>().FindAll("button").ShouldBeEmpty();
    }

    private static string Pressed(IRenderedComponent<ChartRange> range) => range.FindAll("[aria-pressed=true]").Single().TextContent;

    private void Keep(TimeSpan reach) => Services.AddSingleton<IHistoryArchive>(new FakeArchive { Reach = reach });
}
