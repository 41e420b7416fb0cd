using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Pages.Home;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Pages;

public sealed class TopListTests : ListContext
{
    [Fact]
    public void Of_ManyRows_GivesTheGreatestWithoutZeroAndUnknown()
    {
        Publish(Table(("a", 1), ("b", 30), ("none", 0), ("unknown", null), ("c", 200), ("d", 5)));

        var list = TopList.Of(Store.All, 3).ShouldHaveSingleItem();

        list.Title.ShouldBe("Queues by ready");
        list.Rows.Select(r => (r.Name, r.Value)).ShouldBe([("c", 200), ("b", 30), ("d", 5)]);
        list.Rows[0].Scope.ShouldBe("/");
    }

    [Fact]
    public void Of_BeforeTheFirstTable_IsNothing() => TopList.Of(Store.All, 3).ShouldBeEmpty();
}
