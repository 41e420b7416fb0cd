using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Details.Holding;

namespace Dashboard.Web.Tests.Components.Controls;

public sealed class HolderRowTests
{
    private static readonly SectionDefinition Takers = new("takers", "Takers", "taker", [new("tag", "Tag", ColumnType.Text), new("limit", "Limit", ColumnType.Integer), new("channel", "Channel", ColumnType.Text) { Link = new("channels", ["channel"]) }])
    {
        KeyColumns = ["tag"],
        NameColumn = "tag",
    };

    private static readonly SectionDefinition Channels = new("channels", "Channels", "channel", [new("name", "Name", ColumnType.Text), new("held", "Held", ColumnType.Integer), new("sharers", "Sharers", ColumnType.Integer)])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
    };

    private static readonly HoldersDefinition Holders = new("held", "takers", "channel") { HeldColumn = "held", LimitColumn = "limit", SharedColumn = "sharers" };

    [Fact]
    public void Of_Takers_JoinsThemWithTheirCountersMostFirst()
    {
        var takers = new SectionTableBuilder(Takers, 4);
        takers.Row(RowKey.Of("a")).Set("tag", "a").Set("limit", 10).Set("channel", "c1");
        takers.Row(RowKey.Of("b")).Set("tag", "b").Set("limit", 5).Set("channel", "c/2");
        takers.Row(RowKey.Of("c")).Set("tag", "c").Set("limit", 0).Set("channel", "c3");
        takers.Row(RowKey.Of("d")).Set("tag", "d").Set("limit", 5).Set("channel", "gone");
        var channels = new SectionTableBuilder(Channels, 3);
        channels.Row(RowKey.Of("c1")).Set("name", "c1").Set("held", 3).Set("sharers", 1);
        channels.Row(RowKey.Of("c/2")).Set("name", "c/2").Set("held", 5).Set("sharers", 3);
        channels.Row(RowKey.Of("c3")).Set("name", "c3").Set("held", 900).Set("sharers", 1);

        var rows = HolderRow.Of(Holders, takers.Build(DateTimeOffset.UnixEpoch), [0, 1, 2, 3], channels.Build(DateTimeOffset.UnixEpoch));

        rows.Select(r => (r.Taker, r.Held, r.IsFull, r.SharedWith)).ShouldBe(
            [(2, 900d, false, 0), (1, 5d, true, 2), (0, 3d, false, 0), (3, (double?)null, false, 0)]);
    }

    [Fact]
    public void Of_CountersNotRead_SaysThatItIsNotKnown()
    {
        var takers = new SectionTableBuilder(Takers, 1);
        takers.Row(RowKey.Of("a")).Set("tag", "a").Set("limit", 10).Set("channel", "c1");

        HolderRow.Of(Holders, takers.Build(DateTimeOffset.UnixEpoch), [0], null).Single().Held.ShouldBeNull();
    }
}
