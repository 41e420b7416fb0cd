using System.Globalization;
using Confluent.Kafka.Admin;
using Dashboard.Brokers.Kafka.Client;

namespace Dashboard.Brokers.Kafka.Messages.Inspection;

/// <summary>What of a topic's settings matters to who sends messages there or takes them away.</summary>
/// <param name="IsCompacted">Older messages of a key go.</param>
/// <param name="Retention">Messages older than this go; null where they do not.</param>
/// <param name="MinInSync">With fewer replicas in sync nothing is taken.</param>
internal sealed record TopicSettings(bool IsCompacted, TimeSpan? Retention, int MinInSync)
{
    /// <summary>What becomes of old messages, as it is set: <c>delete</c>, <c>compact</c>, both.</summary>
    public string CleanupPolicy { get; init; } = "delete";

    /// <summary>The largest batch it takes, and so the largest message; null where it is not told.</summary>
    public long? MaxMessageBytes { get; init; }

    /// <summary>Null where the account may not ask.</summary>
    public static async Task<TopicSettings?> ReadAsync(KafkaClients clients, string topic, CancellationToken cancellationToken)
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var answer = await clients.AdminAsync((admin, limit) => admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = limit }), cancellationToken);
            var entries = answer[0].Entries;
            string? Of(string name) => entries.TryGetValue(name, out var entry) ? entry.Value : null;
            var cleanup = Of("cleanup.policy") ?? "delete";
            return new TopicSettings(
                cleanup.Contains("compact", StringComparison.Ordinal),
                cleanup.Contains("delete", StringComparison.Ordinal) && Number(Of("retention.ms")) is > 0 and < 3_155_760_000_000 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
                (int)Math.Clamp(Number(Of("min.insync.replicas")) ?? 1, 1, 100))
            {
                CleanupPolicy = cleanup,
                MaxMessageBytes = Number(Of("max.message.bytes")),
            };
        }
        catch (Exception failed) when (KafkaErrors.IsOfBroker(failed))
        {
            return null;
        }
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
