using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Details;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Pages;

public sealed class RowVerdictTests : ListContext
{
    [Fact]
    public void Of_FindingsAboutTheRow_TellsTheWorstAndCountsTheOthers()
    {
        Publish(Table(("a", 1), ("b", 1)));
        var key = RowKey.Of("/", "b");
        var worst = FakeFindings.Finding("1", Tone.Bad, "b: 4,212 messages wait and nobody consumes.", key: key);
        Findings.Set.Add(FakeFindings.Diagnosis("shop", "production", [worst, FakeFindings.Finding("2", Tone.Warning, "b: nearly full.", key: key)]));

        Verdict("b").ShouldBe(new RowVerdict(Tone.Bad, "b: 4,212 messages wait and nobody consumes.", worst, 1));
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
        return RowVerdict.Of(section, section.Table!.RowOf(RowKey.Of("/", name)), Findings.Of(Shop));
    }
}
