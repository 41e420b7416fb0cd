using System.Globalization;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Client.ApiVersions;
using Dashboard.Brokers.Kafka.Lists.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Kafka.Lists.Sources;

/// <summary>What each broker offers: asked when it appears, anew every few minutes, and soon again where it was silent.</summary>
internal sealed class ApisSource(KafkaClients clients, SharedMetadata metadata)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly ApiVersionsClient _client = new(clients.Settings);
    private readonly Dictionary<int, DateTimeOffset> _askedAt = [];

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        var map = await metadata.GetAsync(context.Now, SharedMetadata.Fresh, cancellationToken);

        // A broker that was away may have come back as another release.
        foreach (var gone in _askedAt.Keys.Except(map.Brokers.Select(b => b.BrokerId)).ToList())
            _askedAt.Remove(gone);
        var silent = clients.Apis.Silent;
        var due = map.Brokers.Where(b => !_askedAt.TryGetValue(b.BrokerId, out var at) || context.Now - at >= (silent.ContainsKey(b.BrokerId) ? RetryAfter : Fresh)).ToList();
        if (due.Count > 0)
        {
            var answers = await Task.WhenAll(due.Select(b => AskAsync(b.BrokerId, b.Host, b.Port, cancellationToken)));
            foreach (var answer in answers)
                _askedAt[answer.Id] = context.Now;
            Keep(map, answers);
        }

        return new SourceReading { Tables = [ApiVersionsSection.Table(clients.Apis.Brokers, context.Now)], Notices = [.. clients.Apis.Silent.Select(Notice)] };
    }

    private async Task<(int Id, BrokerApis? Apis, string? Words)> AskAsync(int id, string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            return (id, await _client.AskAsync(host, port, Limit, cancellationToken), null);
        }
        catch (BrokerSilentException failed)
        {
            return (id, null, failed.Message);
        }
    }

    // What a broker told once stays true while it is silent for a moment.
    private void Keep(ClusterMap map, IReadOnlyList<(int Id, BrokerApis? Apis, string? Words)> answers)
    {
        var told = clients.Apis.Brokers.Where(b => map.Brokers.Any(m => m.BrokerId == b.Key)).ToDictionary();
        var silent = clients.Apis.Silent.Where(b => map.Brokers.Any(m => m.BrokerId == b.Key)).ToDictionary();
        foreach (var (id, apis, words) in answers)
        {
            silent.Remove(id);
            if (apis is not null)
                told[id] = apis;
            else if (!told.ContainsKey(id))
                silent[id] = words!;
        }

        clients.Apis.Set(told, silent);
    }

    private static Notice Notice(KeyValuePair<int, string> silent)
    {
        var id = silent.Key.ToString(CultureInfo.InvariantCulture);
        return new Notice($"apis:{id}", Tone.Warning, $"Broker {id} does not tell which requests it offers. {silent.Value}", BrokersSection.Id, RowKey.Of(id));
    }
}
