using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Details;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Components.Pages;

/// <summary>Related rows drawn as a strip.</summary>
public sealed class RelationStripTests : ListContext
{
    private static readonly RelationDefinition Parts = new("parts", "Partitions", "parts", [new("name", "topic")]) { Strip = new StripDefinition("messages", "verdict") };

    private static readonly SectionDefinition Topics = new("topics", "Topics", "topic", [new("name", "Name", ColumnType.Text)]) { KeyColumns = ["name"], NameColumn = "name", Relations = [Parts] };

    private static readonly SectionDefinition Partitions = new(
        "parts",
        "Partitions",
        "partition",
        [
            new("topic", "Topic", ColumnType.Text), new("number", "Number", ColumnType.Text), new("messages", "Messages", ColumnType.Integer),
            new("verdict", "Verdict", ColumnType.Enumeration) { Tones = new Dictionary<string, Tone> { ["hung"] = Tone.Warning, ["ok"] = Tone.Neutral } },
        ])
    {
        KeyColumns = ["topic", "number"],
        NameColumn = "number",
    };

    [Fact]
    public void Strip_OfATopic_ShadesMarksAndLeadsToEachPartition()
    {
        var part = Part(("orders", 300, "ok"), ("orders", 0, "ok"), ("other", 9000, "ok"), ("orders", 100, "hung"), ("orders", null, "ok")).ShouldNotBeNull();

        var strip = Render<RelationStrip>(parameters => parameters.Add(s => s.Connection, Shop).Add(s => s.Part, part));

        var cells = strip.FindAll("ul a");
        cells.Select(c => c.GetAttribute("title")).ShouldBe(
            ["partition 0: 300 messages, 75%", "partition 1: 0 messages, 0%", "partition 3: 100 messages, 25% · hung", "partition 4: not known"]);
        cells.Select(c => c.ClassList.Where(n => n != "strip-cell").Aggregate("", (all, one) => $"{all} {one}").Trim()).ShouldBe(["level-5", "level-0", "level-2 tone-warn", "is-unknown"]);
        cells[2].TextContent.ShouldBe("!");
        cells[2].GetAttribute("aria-label").ShouldBe(cells[2].GetAttribute("title"));
        cells[0].GetAttribute("href")!.ShouldContain("c/shop/parts/item?key=");
    }

    [Fact]
    public void Strip_ManyRows_SaysHowManyItLeavesOut()
    {
        var part = Part([.. Enumerable.Range(0, 450).Select(_ => ("orders", (long?)1, "ok"))]).ShouldNotBeNull();

        var strip = Render<RelationStrip>(parameters => parameters.Add(s => s.Connection, Shop).Add(s => s.Part, part));

        strip.FindAll("ul a").Count.ShouldBe(400);
        strip.Find("p").TextContent.ShouldBe("The first 400 of 450; the tab has all.");
    }

    [Fact]
    public void Strip_NothingRelated_IsNotThere() => Part(("other", 1, "ok")).ShouldBeNull();

    private StripPart? Part(params (string Topic, long? Messages, string Verdict)[] rows)
    {
        var topics = new SectionTableBuilder(Topics, 1);
        topics.Row(RowKey.Of("orders")).Set("name", "orders");
        var partitions = new SectionTableBuilder(Partitions, rows.Length);
        foreach (var (number, row) in rows.Index())
            partitions.Row(RowKey.Of(row.Topic, $"{number}")).Set("topic", row.Topic).Set("number", $"{number}").Set("messages", row.Messages).Set("verdict", row.Verdict);
        Store.Publish(Store.Find(Shop)! with { Sections = [new SectionSnapshot(Topics, topics.Build(Now), null), new SectionSnapshot(Partitions, partitions.Build(Now), null)] });
        var snapshot = Store.Find(Shop)!;
        return StripPart.Of(Parts, snapshot, snapshot.Section("topics")!.Table!, 0);
    }
}
