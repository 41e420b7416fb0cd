using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>A purge takes the beginning of a topic, up to where it was told and no further.</summary>
public sealed class PurgeTests(TopicsFixture kafka) : IClassFixture<TopicsFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private ILogPurger Purger => kafka.Connection.Find<ILogPurger>()!;

    [KafkaFact]
    public async Task Purge_UpToABound_TakesWhatStandsBeforeIt()
    {
        var topic = await kafka.TopicAsync(partitions: 3);
        for (var i = 0; i < 20; i++)
            await kafka.Plain.PutAsync(topic.Name, $"{i}", partition: i % 2, at: Noon.AddMinutes(i));

        (await PurgeAsync(topic, new PurgeBound(Partition: 1, Offset: 4))).ShouldBe(4);
        Lows(topic).ShouldBe([0, 4, 0]);
        (await PurgeAsync(topic, new PurgeBound(Before: Noon.AddMinutes(11)))).ShouldBe(6 + 1);
        Lows(topic).ShouldBe([6, 5, 0]);
        (await PurgeAsync(topic, new PurgeBound(Offset: 3))).ShouldBe(0, "nothing stands before it any more");
        (await PurgeAsync(topic, new PurgeBound())).ShouldBe(4 + 5);
        Lows(topic).ShouldBe([10, 10, 0]);
        (await kafka.LookAsync(topic)).Messages.ShouldBeEmpty();
        await Should.ThrowAsync<BrokerException>(() => PurgeAsync(topic, new PurgeBound(Partition: 7)));
    }

    private async Task<double> PurgeAsync(DestinationRef topic, PurgeBound bound)
        => (await Purger.PurgeAsync(topic, await Purger.PreviewAsync(topic, bound, CancellationToken.None), CancellationToken.None)).Value;

    private long[] Lows(DestinationRef topic) => [.. Enumerable.Range(0, 3).Select(partition => kafka.Plain.Watermarks(topic.Name, partition).Low)];
}
