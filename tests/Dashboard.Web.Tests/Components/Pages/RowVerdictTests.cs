using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Details;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Pages;

public sealed class RowVerdictTests : ListContext
{
    [Fact]
    public void Of_NoticeAboutTheRow_IsTheVerdict()
    {
        Publish(Table(("a", 1), ("b", 1)), notices: [new("n", Tone.Warning, "b: 3 of 5 members are down", "queues", RowKey.Of("/", "b"))]);

        Verdict("b").ShouldBe(new RowVerdict(Tone.Warning, "b: 3 of 5 members are down"));
        Verdict("a").ShouldBe(new RowVerdict(Tone.Neutral, "The broker reports nothing wrong with it: 1 ready."));
    }

    [Fact]
    public void Of_StaleSection_IsUnknownNotHealthy()
    {
        Publish(Table(("a", 1)), Refused);

        Verdict("a").Tone.ShouldBe(Tone.Unknown);
    }

    [Fact]
    public void Of_BadCell_SaysWhich()
    {
        var table = new SectionTableBuilder(Queues, 1).Row(RowKey.Of("/", "a")).Set("vhost", "/").Set("name", "a").Set("state", "down").Build(Now);
        Publish(table);

        Verdict("a").ShouldBe(new RowVerdict(Tone.Bad, "State is down."));
    }

    private RowVerdict Verdict(string name)
    {
        var snapshot = Store.Find(Shop)!;
        var section = snapshot.Section("queues")!;
        return RowVerdict.Of(snapshot, section, section.Table!.RowOf(RowKey.Of("/", name)));
    }
}
