using System.Collections.Immutable;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Configs;

/// <summary>
/// Settings of topics and brokers. They change seldom and are many: new topics are asked for at once, everything again every few minutes and after a change by us.
/// </summary>
internal sealed class SettingsSource(KafkaClients clients, ClusterState state, SharedMetadata metadata)
{
    private const int Batch = 250;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    // Metadata shows a new topic a little before its configuration can be had everywhere.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private DateTimeOffset _allAt = DateTimeOffset.MinValue;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private int _isExpired;
    private ImmutableHashSet<string> _changed = [];

    /// <summary>A topic was changed: its settings are to be read with the next poll. Thread-safe.</summary>
    public void Expire(string topic) => ImmutableInterlocked.Update(ref _changed, (all, one) => all.Add(one), topic);

    /// <summary>Everything is to be read with the next poll. Thread-safe.</summary>
    public void Expire() => Volatile.Write(ref _isExpired, 1);

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        var map = await metadata.GetAsync(context.Now, SharedMetadata.Fresh, cancellationToken);
        var isAll = Interlocked.Exchange(ref _isExpired, 0) == 1 || context.Now - _allAt >= Period;
        var changed = Interlocked.Exchange(ref _changed, []);
        var known = state.TopicConfigs;
        var isRetry = context.Now - _failedAt >= RetryAfter;
        var topics = map.Topics.Where(t => isAll || changed.Contains(t.Name) || (!known.ContainsKey(t.Name) && isRetry)).Select(t => t.Name).ToList();
        var brokers = map.Brokers.Where(b => isAll || !state.BrokerConfigs.ContainsKey(b.BrokerId)).Select(b => b.BrokerId).ToList();
        var isGone = known.Count > map.Topics.Count || known.Keys.Any(name => map.Topic(name) is null);
        if (topics.Count == 0 && brokers.Count == 0 && !isGone)
            return new SourceReading();
        try
        {
            var read = await ReadTopicsAsync(topics, context.Now, cancellationToken);
            state.TopicConfigs = known.SetItems(read).RemoveRange(known.Keys.Where(name => map.Topic(name) is null));
            state.ConfigsRefused = null;
            if (read.Count < topics.Count)
                _failedAt = context.Now;
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            _failedAt = context.Now;
            ImmutableInterlocked.Update(ref _changed, (all, some) => all.Union(some), changed);
            var problem = KafkaErrors.OfReading(failed, clients.Fault);
            state.ConfigsRefused = problem.Message;
            throw problem;
        }

        var notices = await ReadBrokersAsync(map, brokers, context.Now, cancellationToken);
        if (isAll)
            _allAt = context.Now;
        return new SourceReading { Tables = [ConfigsSection.Table(state, context.Now)], Notices = notices };
    }

    private async Task<Dictionary<string, ResourceConfig>> ReadTopicsAsync(List<string> topics, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = new Dictionary<string, ResourceConfig>(topics.Count, StringComparer.Ordinal);
        foreach (var some in topics.Chunk(Batch))
        {
            foreach (var one in await ConfigReading.AskAsync(clients, some.Select(ConfigReading.Topic), cancellationToken))
                read[one.ConfigResource.Name] = new ResourceConfig(one.Entries, now);
        }

        return read;
    }

    // Each broker tells its own; one that is silent keeps what it told last.
    private async Task<IReadOnlyList<Notice>> ReadBrokersAsync(ClusterMap map, List<int> brokers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notices = new List<Notice>();
        var read = await Task.WhenAll(brokers.Select(async id =>
        {
            try
            {
                var told = await ConfigReading.AskAsync(clients, [ConfigReading.Broker(id)], cancellationToken);
                return (id, Config: told.Count > 0 ? told[0] : null, Words: (string?)null);
            }
            catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
            {
                return (id, null, KafkaErrors.OfReading(failed, clients.Fault).Message);
            }
        }));
        var configs = state.BrokerConfigs.RemoveRange(state.BrokerConfigs.Keys.Where(id => map.Brokers.All(b => b.BrokerId != id)));
        foreach (var (id, config, words) in read)
        {
            if (config is not null)
                configs = configs.SetItem(id, new ResourceConfig(config.Entries, now));
            else
                notices.Add(new Notice($"configs:{id}", Tone.Info, $"Broker {id} did not tell its settings. {words}", BrokersSection.Id, RowKey.Of(id.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }

        state.BrokerConfigs = configs;
        return notices;
    }
}
