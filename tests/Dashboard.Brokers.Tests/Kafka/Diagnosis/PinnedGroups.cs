using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Diagnosis;

/// <summary>
/// Consumer groups of three nodes of which it is known who coordinates them: each node has one that is kept on it alone, and one is kept on all of them, by
/// preference on node 3. None has members. To be made before any other group is.
/// </summary>
internal sealed class PinnedGroups(OwnKafka kafka, string topic)
{
    /// <summary>Kept on one node and nowhere else.</summary>
    public static string Of(int node) => Name(node - 1);

    /// <summary>Kept on all nodes.</summary>
    public static string OfAll { get; } = Name(3);

    public async Task CreateAsync()
    {
        await kafka.ToolAsync("topics", "--create", "--topic", OffsetsTopic.Name, "--replica-assignment", "1,2,3,3", "--config", "cleanup.policy=compact");
        await SpreadAsync();
        await PutAsync(5);
        foreach (var group in new[] { Of(1), Of(2), Of(3), OfAll })
            Commit(group, 5);
    }

    public Task PutAsync(int messages) => kafka.KcatAsync(string.Concat(Enumerable.Repeat("x\n", messages)), "-P", "-t", topic);

    public void Commit(string group, long offset)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = string.Join(',', kafka.BootstrapServers), GroupId = group }).Build();
        for (var tries = 0; ; tries++)
        {
            try
            {
                consumer.Commit([new TopicPartitionOffset(topic, 0, offset)]);
                return;
            }
            catch (KafkaException) when (tries < 60)
            {
                // Its coordinator is being made, or moves.
                Thread.Sleep(500);
            }
        }
    }

    // All partitions of a new topic have to have the same number of replicas.
    private async Task SpreadAsync()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $$"""{"version":1,"partitions":[{"topic":"{{OffsetsTopic.Name}}","partition":3,"replicas":[3,1,2]}]}""");
            // By its class: not every distribution at hand has a script for it.
            await kafka.ToolAsync("run-class", "org.apache.kafka.tools.reassign.ReassignPartitionsCommand", "--bootstrap-server", kafka.BootstrapServers[0], "--reassignment-json-file", file, "--execute");
        }
        finally
        {
            File.Delete(file);
        }

        for (var tries = 0; tries < 120; tries++)
        {
            var told = await kafka.KcatAsync(null, "-L", "-t", OffsetsTopic.Name);
            var spread = told.Split('\n').First(line => line.Contains("partition 3,", StringComparison.Ordinal));
            if (spread[spread.IndexOf("isrs:", StringComparison.Ordinal)..].Count(char.IsDigit) == 3)
                return;
            await Task.Delay(500);
        }

        throw new TimeoutException("The replicas of a partition did not come in sync.");
    }

    // The brokers spread groups over the partitions by their names.
    private static string Name(int partition)
        => Enumerable.Range(0, 1_000).Select(i => $"kept-{i}").First(name => OffsetsTopic.NumberOf(name, 4) == partition);
}
