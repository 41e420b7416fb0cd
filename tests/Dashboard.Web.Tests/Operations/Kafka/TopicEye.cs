using System.Globalization;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Writes and counts records with kcat, which knows nothing of the dashboard.</summary>
internal static class TopicEye
{
    /// <summary>Records with keys <c>k-0</c>… and values <c>prefix-0</c>…; spread by key.</summary>
    public static Task SeedAsync(KafkaCluster kafka, string topic, int count, string prefix = "m", params string[] arguments)
        => kafka.KcatAsync(
            string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"k-{i}|{prefix}-{i}\n"))),
            ["-P", "-t", topic, "-K", "|", .. arguments]);

    /// <summary>All records, in the order of their partitions.</summary>
    public static async Task<IReadOnlyList<SeenRecord>> ReadAsync(KafkaCluster kafka, string topic)
    {
        var output = await kafka.KcatAsync(null, "-C", "-e", "-q", "-t", topic, "-o", "beginning", "-f", "%p\t%o\t%T\t%K\t%k\t%h\t%S\t%s\n");
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(parts => parts.Length == 8).Select(parts => new SeenRecord(
                int.Parse(parts[0], CultureInfo.InvariantCulture),
                long.Parse(parts[1], CultureInfo.InvariantCulture),
                long.Parse(parts[2], CultureInfo.InvariantCulture),
                parts[3] == "-1" ? null : parts[4],
                parts[5],
                parts[6] == "-1" ? null : parts[7])),
        ];
    }
}

/// <summary>A record as kcat shows it; headers as <c>name=value,name=value</c>.</summary>
internal sealed record SeenRecord(int Partition, long Offset, long Timestamp, string? Key, string Headers, string? Value);
