using System.Text.Json;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Bench.KafkaLag;

/// <summary>
/// The requests that the admin client has sent, as librdkafka counts them itself: all of them, and by the protocol's names. An admin client is a producer to the library,
/// and a producer's requests of groups are counted without a name.
/// </summary>
internal sealed class RequestCounts
{
    public const string NotNamed = "without a name (OffsetFetch)";

    private readonly Lock _gate = new();
    private SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private TaskCompletionSource _told = new();

    /// <param name="clients">Not used yet.</param>
    public RequestCounts(KafkaClients clients) => clients.Statistics = Take;

    /// <summary>All that was sent until now. Takes up to two seconds: the library tells each second.</summary>
    public async Task<IReadOnlyDictionary<string, long>> NowAsync()
    {
        // The one that is being made may be of before.
        for (var i = 0; i < 2; i++)
        {
            Task told;
            lock (_gate)
                told = _told.Task;
            await told.WaitAsync(TimeSpan.FromSeconds(30));
        }

        lock (_gate)
            return _counts;
    }

    private void Take(string json)
    {
        using var statistics = JsonDocument.Parse(json);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var broker in statistics.RootElement.GetProperty("brokers").EnumerateObject())
        {
            counts[NotNamed] = counts.GetValueOrDefault(NotNamed) + broker.Value.GetProperty("tx").GetInt64() - broker.Value.GetProperty("req").EnumerateObject().Sum(r => r.Value.GetInt64());
            foreach (var request in broker.Value.GetProperty("req").EnumerateObject())
                counts[request.Name] = counts.GetValueOrDefault(request.Name) + request.Value.GetInt64();
        }

        TaskCompletionSource told;
        lock (_gate)
            (_counts, told, _told) = (counts, _told, new TaskCompletionSource());
        told.SetResult();
    }
}
