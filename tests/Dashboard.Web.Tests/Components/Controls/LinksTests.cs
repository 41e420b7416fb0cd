using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class LinksTests
{
    [Fact]
    public void Target_OfAFinding_LeadsToTheListTheRowTheTabOrTheVeryMessage()
    {
        Links.Target(Sample.Shop, new FindingTarget("All", "queues", Filter: "ready > 1")).ShouldBe("c/shop/queues?f=ready%20%3E%201");
        Links.Target(Sample.Shop, new FindingTarget("Row", "queues", RowKey.Of("/", "a b"))).ShouldBe("c/shop/queues/item?key=%252F%2Fa%2520b");
        Links.Target(Sample.Shop, new FindingTarget("Tab", "groups", RowKey.Of("g"), "offsets")).ShouldBe("c/shop/groups/item?key=g&tab=offsets");
        Links.Target(Sample.Shop, new FindingTarget("Message", "topics", RowKey.Of("t")) { Message = new LogPosition(3, long.MaxValue) })
            .ShouldBe("c/shop/topics/item?key=t&tab=messages&count=10&partition=3&from=9223372036854775807&message=3%3A9223372036854775807", "an offset is hostile too");
    }
}
