using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Lists;

/// <summary>What the lists tell of a healthy cluster.</summary>
public sealed class ListsTests
{
    [KafkaFact]
    public async Task Topics_OwnSettings_AreToldAndFollowAChange()
    {
        var lab = await KafkaLab.GetAsync();
        var (kept, table) = (KafkaCluster.TopicName("kept"), KafkaCluster.TopicName("table"));
        await lab.CreateTopicAsync(kept, 3, "retention.ms=3600000", "min.insync.replicas=1");
        await lab.CreateTopicAsync(table, 1, "cleanup.policy=compact");
        await lab.KcatAsync("1:a\n2:b\n3:c\n", "-P", "-t", kept, "-K:");
        await using var bench = new KafkaBench(lab.Settings());

        await bench.StepAsync(TimeSpan.FromSeconds(5));
        await bench.StepAsync(TimeSpan.FromSeconds(5));

        bench.Cell("topics", "partitions", kept).ShouldBe(3.0);
        bench.Cell("topics", "messages", kept).ShouldBe(3.0);
        bench.Cell("topics", "count", kept).ShouldBe("exact");
        bench.Cell("topics", "retention", kept).ShouldBe(3600.0);
        bench.Cell("topics", "cleanup", kept).ShouldBe("delete");
        bench.Cell("topics", "min_isr", kept).ShouldBe(1.0);
        bench.Cell("topics", "internal", kept).ShouldBe(0.0);
        bench.Cell("topics", "cleanup", table).ShouldBe("compact");
        bench.Cell("topics", "count", table).ShouldBe("at most");
        bench.Cell("topics", "retention", table).ShouldBeNull();
        bench.Table("topics")["size"].UnavailableReason!.ShouldContain("DescribeLogDirs");
        bench.Cell("configs", "value", "topic", kept, "retention.ms").ShouldBe("3600000");
        bench.Cell("configs", "source", "topic", kept, "retention.ms").ShouldBe("topic");
        bench.Table("configs").RowOf(RowKey.Of("topic", kept, "segment.bytes")).ShouldBe(-1, "a default is not listed");
        bench.Cell("configs", "source", "broker", "1", "log.retention.check.interval.ms").ShouldBe("broker's file");

        await lab.ToolAsync("configs", "--alter", "--topic", kept, "--add-config", "retention.ms=7200000");
        await bench.StepAsync(TimeSpan.FromMinutes(6));
        await bench.StepAsync(TimeSpan.FromSeconds(5));
        bench.Cell("topics", "retention", kept).ShouldBe(7200.0);

        await lab.DeleteTopicAsync(kept);
        await bench.UntilAsync(() => bench.Table("topics").RowOf(RowKey.Of(kept)) < 0, TimeSpan.FromSeconds(5));
        bench.Table("configs").RowOf(RowKey.Of("topic", kept, "retention.ms")).ShouldBe(-1);
    }

    [KafkaFact]
    public async Task Partitions_Moving_TellOffsetsAndRate()
    {
        var lab = await KafkaLab.GetAsync();
        var topic = KafkaCluster.TopicName();
        await lab.CreateTopicAsync(topic);
        await using var bench = new KafkaBench(lab.Settings());
        await bench.StepAsync(TimeSpan.FromSeconds(5));
        bench.Cell("partitions", "high", topic, "0").ShouldBe(0.0);
        bench.Cell("partitions", "rate", topic, "0").ShouldBeNull("one reading tells no rate");

        await lab.KcatAsync(string.Concat(Enumerable.Range(0, 50).Select(i => $"m{i}\n")), "-P", "-t", topic);
        await bench.StepAsync(TimeSpan.FromSeconds(5));

        bench.Cell("partitions", "high", topic, "0").ShouldBe(50.0);
        bench.Cell("partitions", "rate", topic, "0").ShouldBe(10.0);
        bench.Cell("partitions", "told_at", topic, "0").ShouldBe((double)bench.Now.ToUnixTimeMilliseconds());

        await lab.ToolAsync("delete-records", "--offset-json-file", await FileAsync($$"""{"partitions":[{"topic":"{{topic}}","partition":0,"offset":20}],"version":1}"""));
        await bench.StepAsync(TimeSpan.FromSeconds(40));
        bench.Cell("partitions", "low", topic, "0").ShouldBe(20.0);
        bench.Cell("partitions", "last_stable", topic, "0").ShouldBe(50.0);
        bench.Cell("partitions", "open_since", topic, "0").ShouldBeNull();
        bench.Cell("topics", "messages", topic).ShouldBe(30.0);
    }

    [KafkaFact]
    public async Task Topic_ThatAppears_TellsItsFirstOffsetsWithItsFirstPoll()
    {
        var lab = await KafkaLab.GetAsync();
        var topic = KafkaCluster.TopicName();
        await using var bench = new KafkaBench(lab.Settings());
        await bench.StepAsync(TimeSpan.FromSeconds(5));
        await lab.CreateTopicAsync(topic, 2);

        await bench.UntilAsync(() => bench.Table("topics").RowOf(RowKey.Of(topic)) >= 0, TimeSpan.FromSeconds(2));

        bench.Cell("partitions", "low", topic, "1").ShouldBe(0.0);
        bench.Cell("topics", "messages", topic).ShouldBe(0.0);
        await lab.DeleteTopicAsync(topic);
    }

    [KafkaFact]
    public async Task Cluster_RealBroker_SaysWhatItIsAndWhatCannotBeTold()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());

        await bench.StepAsync(TimeSpan.FromSeconds(5));
        await bench.StepAsync(TimeSpan.FromSeconds(5));

        bench.Problems.Keys.ShouldBeSubsetOf(["acls"]);
        bench.Cell("cluster", "value", "Metadata").ShouldBe("KRaft");
        bench.Cell("cluster", "value", "Controller").ShouldBeNull();
        ((string)bench.Cell("cluster", "note", "Controller")!).ShouldContain("KRaft");
        ((string)bench.Cell("cluster", "value", "Cluster id")!).Length.ShouldBe(22);
        bench.Cell("cluster", "value", "Consumer groups of the new protocol (KIP-848)").ShouldBe("offered");
        bench.Cell("cluster", "value", "Share groups (KIP-932)").ShouldBe("offered");
        ((string)bench.Cell("cluster", "value", "Release")!).ShouldStartWith("Kafka 4.");
        bench.Cell("brokers", "state", "1").ShouldBe("up");
        ((string)bench.Cell("brokers", "rack", "1")!).ShouldBe("rack-1");
        bench.Cell("apis", "number", "1", "OffsetDelete").ShouldBe(47.0);
        bench.Findings.ShouldNotContain(f => f.SectionId == "brokers");
    }

    private static async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("kafka-lists-").FullName, "input.json");
        await File.WriteAllTextAsync(file, text);
        return file;
    }
}
