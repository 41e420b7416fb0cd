using Dashboard.Tests.Shared.Kafka;
using Shouldly;

namespace Dashboard.Brokers.Tests.Kafka.Lab;

/// <summary>What the fault tests stand on: nodes that are killed, frozen and brought back, and the scene whose numbers are known.</summary>
public sealed class OwnKafkaTests
{
    [KafkaFact]
    public async Task Cluster_NodeKilledFrozenRestarted_LeavesAndRejoinsTheInSyncReplicas()
    {
        await using var kafka = await OwnKafka.StartAsync(nodes: 3);
        var topic = KafkaCluster.TopicName("faults");
        await kafka.CreateTopicAsync(topic, partitions: 3);
        kafka.BootstrapServers.Count.ShouldBe(3);
        await UntilInSyncAsync(kafka, topic, "1,2,3");

        kafka.Kill(3);
        await UntilInSyncAsync(kafka, topic, "1,2");
        await kafka.UpAsync();
        await UntilInSyncAsync(kafka, topic, "1,2,3");

        await kafka.FreezeAsync(2);
        await UntilInSyncAsync(kafka, topic, "1,3");
        await kafka.ContinueAsync(2);
        await UntilInSyncAsync(kafka, topic, "1,2,3");

        await kafka.RestartAsync(2);
        await UntilInSyncAsync(kafka, topic, "1,2,3");
    }

    [KafkaFact]
    public async Task Traffic_Once_LeavesKnownNumbers()
    {
        await using var kafka = await OwnKafka.StartAsync();
        await kafka.StartTrafficAsync(once: true);

        var ends = await kafka.ToolAsync("get-offsets");
        var groups = await kafka.ToolAsync("consumer-groups", "--describe", "--all-groups");
        var transactions = await kafka.ToolAsync("transactions", "list");

        Sum(ends, "shop.orders").ShouldBe(60);
        Sum(ends, "shop.dead-letters").ShouldBe(9);
        Sum(ends, "shop.odd").ShouldBe(12);
        Lag(groups, "reports-nightly").ShouldBe(60);
        Lag(groups, "invoice-service").ShouldBe(15);
        Lag(groups, "order-service").ShouldBe(0);
        transactions.Split('\n').ShouldContain(line => line.StartsWith("settlement-batch", StringComparison.Ordinal) && line.Contains("Ongoing", StringComparison.Ordinal));
    }

    // Asks node 1, which these tests leave alone, until it says so of every partition. The bound is for a broker that never gets there.
    private static async Task UntilInSyncAsync(OwnKafka kafka, string topic, string expected)
    {
        List<string> found = [];
        for (var attempt = 0; attempt < 240; attempt++)
        {
            var told = await kafka.KcatAsync(null, "-L", "-t", topic, "-b", kafka.BootstrapServers[0]);
            found = told.Split('\n').Where(line => line.Contains("isrs: ", StringComparison.Ordinal))
                .Select(line => string.Join(',', line[(line.IndexOf("isrs: ", StringComparison.Ordinal) + 6)..].Split(',', ' ').Where(id => id.Length == 1).Order()))
                .Distinct().ToList();
            if (found.SequenceEqual([expected]))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        found.ShouldBe([expected]);
    }

    // "TOPIC:PARTITION:OFFSET"
    private static long Sum(string ends, string topic)
        => ends.Split('\n').Select(line => line.Split(':')).Where(parts => parts.Length == 3 && parts[0] == topic).Sum(parts => long.Parse(parts[2], null));

    // "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG ..."
    private static long Lag(string groups, string group)
        => groups.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length > 6 && parts[0] == group)
            .Sum(parts => long.Parse(parts[5], null));
}
