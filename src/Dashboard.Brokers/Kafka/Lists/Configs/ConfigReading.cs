using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Lists.Configs;

/// <summary>Asks for settings.</summary>
internal static class ConfigReading
{
    public static ConfigResource Topic(string name) => new() { Type = ResourceType.Topic, Name = name };

    public static ConfigResource Broker(int id) => new() { Type = ResourceType.Broker, Name = id.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The settings of those that have some; a topic that was deleted meanwhile is not among them. At most one broker at a time.</summary>
    /// <exception cref="KafkaException">All failed.</exception>
    /// <exception cref="TimeoutException">No answer.</exception>
    public static async Task<IReadOnlyList<DescribeConfigsResult>> AskAsync(KafkaClients clients, IEnumerable<ConfigResource> resources, CancellationToken cancellationToken)
    {
        var asked = resources.ToList();
        try
        {
            return await clients.AdminAsync((admin, limit) => admin.DescribeConfigsAsync(asked, new DescribeConfigsOptions { RequestTimeout = limit }), cancellationToken);
        }
        catch (DescribeConfigsException partly) when (partly.Results.Exists(r => !r.Error.IsError) || partly.Results.TrueForAll(r => r.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            return [.. partly.Results.Where(r => !r.Error.IsError).Select(r => new DescribeConfigsResult { ConfigResource = r.ConfigResource, Entries = r.Entries })];
        }
    }
}
