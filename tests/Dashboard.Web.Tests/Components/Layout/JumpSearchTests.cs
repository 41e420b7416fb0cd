using Dashboard.Web.Components.Layout;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Layout;

public sealed class JumpSearchTests : ListContext
{
    [Fact]
    public void Run_Name_FindsExactBeforePrefixBeforeInside()
    {
        Publish(Table(("pre-orders", 1), ("orders.dead", 1), ("orders", 1)));

        var (hits, more) = JumpSearch.Run(Store.All, [], "orders");

        hits.Select(h => h.Title).ShouldBe(["orders", "orders.dead", "pre-orders"]);
        hits[0].Href.ShouldBe("c/shop/queues/item?key=%252F%2Forders");
        more.ShouldBe(0);
    }

    [Fact]
    public void Run_TwoWords_MustBothBeFound()
    {
        Publish(Table(("orders.eu", 1), ("orders.us", 1)));

        JumpSearch.Run(Store.All, [], "eu ord").Hits.Select(h => h.Title).ShouldBe(["orders.eu"]);
    }

    [Fact]
    public void Run_Nothing_OffersPagesAndLists()
    {
        Publish(Table(("orders", 1)));

        var titles = JumpSearch.Run(Store.All, [], "").Hits.Select(h => h.Title).ToList();

        titles.ShouldContain("Overview");
        titles.ShouldContain("Queues");
        titles.ShouldNotContain("orders");
    }

    [Fact]
    public async Task Run_NameOfAView_LeadsToItsListOnTheConnection()
    {
        Publish(Table(("orders", 1)));
        var view = await Views.SaveAsync(Access.Actor, new("Piled up", false, new("rabbitmq"), "queues", new(Filter: "ready > 10")), CancellationToken.None);

        var hit = JumpSearch.Run(Store.All, [view], "piled").Hits.ShouldHaveSingleItem();

        hit.Title.ShouldBe("Piled up");
        hit.Href.ShouldBe($"c/shop/queues?view={view.Id}");
        JumpSearch.Run(Store.All, [view with { SectionId = "bindings" }], "piled").Hits.Single().Href.ShouldStartWith("c/shop/bindings?");
        JumpSearch.Run(Store.All, [view with { Kind = new("other") }], "piled").Hits.ShouldBeEmpty();
    }
}
