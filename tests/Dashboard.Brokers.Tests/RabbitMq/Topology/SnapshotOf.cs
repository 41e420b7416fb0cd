using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

/// <summary>Snapshots as the collector would make them, read from the real broker.</summary>
internal static class SnapshotOf
{
    private static readonly string[] Sources = ["overview", "queues", "exchanges", "bindings", "policies"];

    public static async Task<ConnectionSnapshot> BrokerAsync(ReaderHarness harness, ConnectionInfo info)
    {
        var tables = new List<SectionTable>();
        foreach (var source in Sources)
            tables.AddRange((await harness.ReadAsync(source)).Tables);
        return Of(info, [.. harness.Reader.Sections.Select(s => new SectionSnapshot(s, tables.Find(t => t.Definition.Id == s.Id), null))]);
    }

    public static ConnectionSnapshot Of(ConnectionInfo info, IReadOnlyList<SectionSnapshot> sections) => new()
    {
        Connection = info,
        Version = 1,
        TakenAt = DateTimeOffset.UtcNow,
        Health = ConnectionHealth.Up,
        Sections = sections,
    };
}
