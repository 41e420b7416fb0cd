using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Tests.Kafka.Groups;
using Dashboard.Tests.Shared.Contract;
using Dashboard.Tests.Shared.Kafka;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka;

/// <summary>The contract of every broker, kept by Kafka; and what takes a cluster with users and passwords.</summary>
public sealed class KafkaContractTests(KafkaUnderTest broker, ITestOutputHelper output) : BrokerContract(broker, output), IClassFixture<KafkaUnderTest>
{
    [KafkaFact]
    public async Task OffsetsTopicMayNotBeRead_AGroupThatStandsStill_IsNotMovingWithTheEvidenceThatThereIs()
    {
        var (kafka, topic, group) = (broker.Cluster, "unseen", "unseen-group");
        await kafka.CreateTopicAsync(topic);
        await using var clear = new GroupsBench(kafka);
        await clear.ProduceAsync(topic, 10);
        clear.Commit(group, topic, 3);
        await kafka.ToolAsync("acls", "--add", "--force", "--deny-principal", $"User:{kafka.Variables["LAB_KAFKA_MONITOR_USER"]}", "--operation", "Read", "--topic", "__consumer_offsets");
        await using var denied = new GroupsBench(kafka, [.. broker.SettingsOfReader().Values.Select(v => (v.Key, v.Value))]);
        using var consumer = clear.Consumer(group);
        using var stop = new CancellationTokenSource();
        consumer.Subscribe(topic);
        var committing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                consumer.Consume(TimeSpan.FromMilliseconds(100));
                foreach (var partition in consumer.Assignment)
                    consumer.Commit([new TopicPartitionOffset(partition, 3)]);
                await Task.Delay(50);
            }
        });
        await denied.ReadAsync();
        await clear.ReadAsync();

        await denied.WaitAsync(() => denied.Find(group)?.Worst == LagState.NotMoving, "not moving");
        var told = denied.Symptoms(group).Single(s => s.Signal.Id == "group-not-moving").Describe().Text;
        told.ShouldEndWith("Stopped or stalled cannot be told: The configured user may not read __consumer_offsets.");
        await clear.WaitAsync(() => clear.Find(group)?.Worst == LagState.Stalled, "stalled, for who sees the commits");
        await stop.CancelAsync();
        await committing;
        consumer.Close();
        await kafka.DeleteTopicAsync(topic);
    }
}
