using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>What all brokers answered to the question which groups they coordinate.</summary>
/// <param name="Groups">Of the brokers that answered.</param>
/// <param name="Silent">Brokers that did not, by id, with the reason. Their groups are not among the others.</param>
internal sealed record ListedGroups(IReadOnlyList<GroupInfo> Groups, IReadOnlyDictionary<int, Error> Silent)
{
    /// <summary>By the older call of the library: a failure of the newer one takes the process down (docs/kafka-admin-calls.md).</summary>
    /// <exception cref="KafkaException">No broker answered.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public static async Task<ListedGroups> ReadAsync(KafkaClients clients, CancellationToken cancellationToken)
    {
        var told = await clients.AdminAsync((admin, limit) => admin.ListGroups(limit), cancellationToken);

        // A broker that has not answered is an entry with an error and without a name (eng/librdkafka/list-groups.patch).
        var silent = told.Where(IsSilence).GroupBy(g => g.Broker.BrokerId).ToDictionary(g => g.Key, g => g.First().Error);
        return new ListedGroups(silent.Count == 0 ? told : [.. told.Where(g => !IsSilence(g))], silent);
    }

    private static bool IsSilence(GroupInfo group) => group.Error.IsError && string.IsNullOrEmpty(group.Group);
}
