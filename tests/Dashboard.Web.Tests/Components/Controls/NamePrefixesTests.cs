using Dashboard.Core.Filtering;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class NamePrefixesTests : ListContext
{
    private static readonly SectionTable Listed = Table(
        ("orders.eu.a", 1), ("orders.eu.b", 2), ("Orders.us", 4), ("payments-a", 100), ("payments-b", null), ("alone.x", 7), ("plain", 8));

    [Fact]
    public void Of_FirstLevel_SumsUpAndLeavesWhatStandsAloneToTheRest()
    {
        var groups = NamePrefixes.Of(View(""), "");

        groups.Select(g => (g.Prefix, g.Count)).ShouldBe([("orders.", 3), ("payments-", 2), (null, 2)], ignoreOrder: true);
        groups.Single(g => g.Prefix == "orders.").Sums[0].ShouldBe(7);
        groups.Single(g => g.Prefix == "payments-").Sums[0].ShouldBe(double.NaN, "one of them does not tell");
        groups[^1].Prefix.ShouldBeNull();
        groups[^1].Sums[0].ShouldBe(15);
    }

    [Fact]
    public void Narrow_ToAPrefix_ListsAsManyAsTheGroupCounted()
    {
        var filter = NamePrefixes.Narrow(Queues, "ready >= 0", "orders.");

        FilterParser.Parse(filter, [.. Queues.Columns.Select(c => c.Id)]).Error.ShouldBeNull();
        View(filter).Rows.Length.ShouldBe(3);
        NamePrefixes.Within(Queues, filter).ShouldBe("orders.");
        NamePrefixes.Of(View(filter), "orders.").Select(g => (g.Prefix, g.Count)).ShouldBe([("orders.eu.", 2), (null, 1)]);
        NamePrefixes.Narrow(Queues, filter, "orders.eu.").ShouldBe("ready >= 0 and name ^= \"orders.eu.\"");
        NamePrefixes.Narrow(Queues, filter, "").ShouldBe("ready >= 0");
        View(NamePrefixes.Narrow(Queues, "ready = 1 or ready = 100", "orders.")).Rows.Length.ShouldBe(1);
    }

    [Fact]
    public void Within_QuotesInAName_ComeBackWhole() =>
        NamePrefixes.Within(Queues, NamePrefixes.Narrow(Queues, "", "it's \"a\\b\".")).ShouldBe("it's \"a\\b\".");

    private static SectionView View(string filter) => new SectionQueries().Run(Listed, new GridQuery(Filter: filter));
}
