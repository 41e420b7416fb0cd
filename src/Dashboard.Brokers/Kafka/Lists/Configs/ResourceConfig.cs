using System.Globalization;
using Confluent.Kafka.Admin;

namespace Dashboard.Brokers.Kafka.Lists.Configs;

/// <summary>The settings of a topic or broker as the brokers told them.</summary>
/// <param name="Entries">By name.</param>
/// <param name="ToldAt">When.</param>
internal sealed record ResourceConfig(IReadOnlyDictionary<string, ConfigEntryResult> Entries, DateTimeOffset ToldAt)
{
    public string? Text(string name) => Entries.TryGetValue(name, out var entry) && !entry.IsSensitive ? entry.Value : null;

    public long? Integer(string name) => long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsCompacted => Text("cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true;
}
