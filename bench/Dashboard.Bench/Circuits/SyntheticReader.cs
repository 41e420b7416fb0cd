using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Bench.Circuits;

/// <summary>Queues with the columns that an operator sees of RabbitMQ's by default.</summary>
internal sealed class SyntheticReader : ISnapshotReader
{
    /// <summary>Set to <c>no</c>: no history is kept. It grows for an hour and would be counted as the circuits'.</summary>
    public const string HistoryVariable = "BENCH_HISTORY";

    private const int RowCount = 10_000;

    private static readonly bool KeepsHistory = Environment.GetEnvironmentVariable(HistoryVariable) != "no";

    private static readonly SectionDefinition Queues = new("queues", "Queues", "queue",
    [
        new("name", "Name", ColumnType.Text),
        new("vhost", "Virtual host", ColumnType.Text),
        new("type", "Type", ColumnType.Enumeration),
        new("state", "State", ColumnType.Enumeration) { Tones = new Dictionary<string, Tone> { ["running"] = Tone.Good } },
        new("ready", "Ready", ColumnType.Integer) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("unacked", "Unacked", ColumnType.Integer) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("consumers", "Consumers", ColumnType.Integer) { KeepsHistory = KeepsHistory },
        new("total", "Total", ColumnType.Integer) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("publish_rate", "Publish", ColumnType.Rate) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("deliver_rate", "Deliver / get", ColumnType.Rate) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("ack_rate", "Ack", ColumnType.Rate) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("redeliver_rate", "Redeliver", ColumnType.Rate) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("memory", "Memory", ColumnType.Bytes) { KeepsHistory = KeepsHistory, IsTotalled = true },
        new("head_age", "Head age", ColumnType.Duration),
        new("node", "Node", ColumnType.Text),
    ])
    {
        KeyColumns = ["vhost", "name"],
        NameColumn = "name",
        ScopeColumn = "vhost",
        DefaultSort = "ready",
        IsDefaultSortDescending = true,
    };

    private readonly string[] _names = [.. Enumerable.Range(0, RowCount).Select(i => $"team-{i % 97:00}.orders.{i}")];
    private readonly RowKey[] _keys;
    private int _reads;

    public SyntheticReader() => _keys = [.. _names.Select(name => RowKey.Of("/", name))];

    public IReadOnlyList<SectionDefinition> Sections => [Queues];

    public IReadOnlyList<SectionSource> Sources
        => [new("queues", [Queues.Id], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), ReadAsync) { IsEssential = true }];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    private Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        var random = new Random(_reads++);
        var table = new SectionTableBuilder(Queues, RowCount);
        for (var row = 0; row < RowCount; row++)
        {
            var (ready, unacked) = ((long)random.Next(100_000), (long)random.Next(1_000));
            table.Row(_keys[row])
                .Set("name", _names[row]).Set("vhost", "/").Set("type", "classic").Set("state", "running")
                .Set("ready", ready).Set("unacked", unacked).Set("consumers", (long)random.Next(5)).Set("total", ready + unacked)
                .Set("publish_rate", random.NextDouble() * 500).Set("deliver_rate", random.NextDouble() * 500)
                .Set("ack_rate", random.NextDouble() * 500).Set("redeliver_rate", random.NextDouble())
                .Set("memory", (long)random.Next(20_000, 200_000)).Set("head_age", random.NextDouble() * 300).Set("node", "synthetic@bench");
        }

        return Task.FromResult(new SourceReading { Tables = [table.Build(context.Now)], Product = "Synthetic 1.0" });
    }
}
