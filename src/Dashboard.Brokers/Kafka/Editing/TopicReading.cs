using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Kafka.Lists;
using Dashboard.Brokers.Kafka.Lists.Configs;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Editing;

/// <summary>Reads one topic live.</summary>
internal sealed class TopicReading(KafkaClients clients)
{
    private const int MostGroups = 300;
    private const int AtOnce = 8;

    /// <summary>The topic; null where there is none.</summary>
    /// <exception cref="BrokerException">The brokers could not be asked.</exception>
    public Task<LiveTopic?> FindAsync(string name, CancellationToken cancellationToken) => AskAsync<LiveTopic?>(
        async () =>
        {
            // All of them: asked for one name, brokers that make topics on demand would make it.
            var metadata = await clients.AdminAsync((admin, limit) => admin.GetMetadata(limit), cancellationToken);
            if (metadata.Topics.Find(t => t.Topic == name && t.Partitions.Count > 0) is not { } found)
                return null;
            var configs = await ConfigReading.AskAsync(clients, [ConfigReading.Topic(name)], cancellationToken);
            return configs.Count == 0 ? null : new LiveTopic(TopicMap.Of(found, null), configs[0].Entries.Values, metadata.Brokers.Count);
        });

    /// <summary>Offsets between low and high of all partitions; null where a partition does not tell.</summary>
    /// <exception cref="BrokerException">The brokers could not be asked.</exception>
    public Task<long?> CountAsync(TopicMap topic, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            var book = new WatermarkBook();
            foreach (var leader in LeaderPartitions.Of([topic]))
                await new Lists.Sources.OffsetPass(clients, book, leader, DateTimeOffset.UnixEpoch).RunAsync(withLow: _ => true, withStable: _ => false).WaitAsync(cancellationToken);
            return TopicSums.Of(topic, book).Messages;
        });

    /// <summary>Groups that have committed offsets in the topic.</summary>
    /// <exception cref="BrokerException">The brokers could not be asked, or there are too many groups.</exception>
    public Task<IReadOnlyList<string>> GroupsOfAsync(TopicMap topic, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            var (groups, silent) = await ListedGroups.ReadAsync(clients, cancellationToken);
            if (silent.Count > 0)
                throw new BrokerException($"Broker {silent.Keys.Min()} does not tell the groups that it coordinates.", silent.Values.First().Reason);
            if (groups.Count > MostGroups)
                throw new BrokerException($"There are {groups.Count:N0} groups: which of them read it is on the page of the groups.");
            var partitions = topic.Partitions.Select(p => new TopicPartition(topic.Name, p.Id)).ToList();
            var readers = new List<string>();
            foreach (var some in groups.Select(g => g.Group).Chunk(AtOnce))
            {
                var answers = await Task.WhenAll(some.Select(async group => (group, Reads: await HasOffsetsAsync(group, partitions, cancellationToken))));
                readers.AddRange(answers.Where(a => a.Reads).Select(a => a.group));
            }

            return (IReadOnlyList<string>)readers;
        });

    private async Task<bool> HasOffsetsAsync(string group, List<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var told = await clients.AdminAsync(
            (admin, limit) => admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, partitions)], new ListConsumerGroupOffsetsOptions { RequestTimeout = limit }),
            cancellationToken);
        return told[0].Partitions.Exists(p => p.Offset.Value >= 0);
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            throw KafkaErrors.Of(failed, "The brokers could not be asked. Nothing was changed.", clients.Fault);
        }
    }
}

/// <summary>One topic as the brokers tell it now.</summary>
/// <param name="Map">Its partitions.</param>
/// <param name="Entries">All its settings.</param>
/// <param name="Brokers">How many brokers the cluster has now.</param>
internal sealed record LiveTopic(TopicMap Map, IReadOnlyCollection<ConfigEntryResult> Entries, int Brokers)
{
    public string Name => Map.Name;

    public string? Setting(string name) => Entries.FirstOrDefault(e => e.Name == name)?.Value;
}
