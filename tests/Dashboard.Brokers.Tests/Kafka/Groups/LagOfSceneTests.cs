using System.Globalization;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>The groups of the lab's scene after its clients have gone: figure by figure what the distribution's tool tells.</summary>
public sealed class LagOfSceneTests
{
    [KafkaFact]
    public async Task Offsets_OfEveryGroupOfTheScene_AreThoseOfTheTool()
    {
        await using var kafka = await OwnKafka.StartAsync();
        await kafka.StartTrafficAsync();
        await Task.Delay(TimeSpan.FromSeconds(15));
        await using var bench = new GroupsBench(kafka);
        await bench.ReadAsync();
        bench.Summaries.Select(s => s.Group.Id).ShouldContain("search-indexer");
        bench.Summary("search-indexer").Group.Members.Count.ShouldBe(1);
        bench.Summary("thumbnailer").Group.Members.Count.ShouldBe(4);
        bench.Summary("thumbnailer").IdleMembers.ShouldBe(2);

        await kafka.StopTrafficAsync();
        await bench.WaitAsync(() => bench.Summaries.All(s => s.Group.Members.Count == 0), "all members gone");
        await bench.ReadAsync([.. bench.Summaries.Select(s => s.Group.Id)]);

        bench.Summaries.Count.ShouldBeGreaterThan(8);
        foreach (var summary in bench.Summaries)
        {
            var told = await bench.ToolAsync(summary.Group.Id);
            foreach (var ((topic, partition), (committed, high, lag)) in told.Where(t => t.Value.Committed != "-"))
            {
                bench.Offset(summary.Group.Id, topic, partition, "committed").ShouldBe(committed);
                bench.Offset(summary.Group.Id, topic, partition, "high").ShouldBe(high);
                bench.Offset(summary.Group.Id, topic, partition, "lag").ShouldBe(lag);
            }

            summary.Lag.ShouldBe(told.Values.Where(t => t.Lag != "-").Sum(t => long.Parse(t.Lag, CultureInfo.InvariantCulture)), summary.Group.Id);
        }
    }
}
