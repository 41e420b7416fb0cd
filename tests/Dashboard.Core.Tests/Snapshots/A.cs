using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Tests.Snapshots;

/// <summary>Builders of what tests need.</summary>
public static class A
{
    public static readonly SectionDefinition Queues = new("queues", "Queues", "queue",
    [
        new("vhost", "Vhost", ColumnType.Text),
        new("name", "Name", ColumnType.Text),
        new("state", "State", ColumnType.Enumeration),
        new("ready", "Ready", ColumnType.Integer) { KeepsHistory = true, IsTotalled = true },
        new("rate", "Rate", ColumnType.Rate) { KeepsHistory = true, IsTotalled = true },
        new("memory", "Memory", ColumnType.Bytes) { IsRotating = true },
        new("policy", "Policy", ColumnType.Text),
        new("durable", "Durable", ColumnType.Flag),
        new("idle_since", "Idle since", ColumnType.Timestamp),
    ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
    };

    public static readonly SectionDefinition Nodes = new("nodes", "Nodes", "node", [new("name", "Name", ColumnType.Text)])
    {
        KeyColumns = ["name"],
        NameColumn = "name",
    };

    public static ConnectionInfo Connection(string id = "eu", bool isReadOnly = false)
        => new(new ConnectionId(id), id.ToUpperInvariant(), new BrokerKind("fake"), new EnvironmentTag("test"), isReadOnly);

    public static RowKey Key(string name) => RowKey.Of("/", name);

    /// <summary>Queues in vhost /; a null cell is missing.</summary>
    public static SectionTable QueueTable(DateTimeOffset at, params (string Name, long? Ready, double? Rate)[] rows)
    {
        var builder = new SectionTableBuilder(Queues, rows.Length);
        foreach (var (name, ready, rate) in rows)
            builder.Row(Key(name)).Set("vhost", "/").Set("name", name).Set("state", "running").Set("ready", ready).Set("rate", rate);
        return builder.Build(at);
    }

    public static SectionTable QueueTable(params (string Name, long? Ready, double? Rate)[] rows) => QueueTable(DateTimeOffset.UnixEpoch, rows);

    public static Figure Figure(string id, double value) => new(id, id, ColumnType.Integer, Metric.Exact(value)) { KeepsHistory = true };
}
