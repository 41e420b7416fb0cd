using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>What a single healthy broker cannot be brought to do on purpose, on tables written by hand as the documentation has them.</summary>
public sealed class HandWrittenSignalsTests
{
    private static readonly SectionDefinition[] Sections =
    [
        QueuesSection.Definition, ConsumersSection.Section.Definition, NodesSection.Definition, ConnectionsSection.Section.Definition,
        ShovelsSection.Section.Definition, FederationLinksSection.Section.Definition, BindingsSection.Section.Definition, ExchangesSection.Section.Definition,
        ChannelsSection.Section.Definition,
    ];

    private readonly DiagnosisBench _bench = new(Sections);

    [Fact]
    public void SingleActive_AllStandBy_IsNoneActiveAndWithOneActiveItIsNot()
    {
        Steps(6, Queues(t => Queue(t, "sac", ready: 7, consumers: 2).Set("single_active", true)), Consumers(("sac", false), ("sac", false)));
        _bench.Find("no-active-consumer", "sac")!.Text.ShouldBe("sac: 7 messages wait, 2 consumers attached and none is active.");

        Steps(6, Queues(t => Queue(t, "sac", ready: 7, consumers: 2).Set("single_active", true)), Consumers(("sac", false), ("sac", true)));
        _bench.Find("no-active-consumer", "sac").ShouldBeNull();
    }

    [Theory]
    [InlineData("quorum", "minority", 3, 1, true)]
    [InlineData("quorum", "running", 5, 2, true)]
    [InlineData("quorum", "running", 3, 2, false)]
    [InlineData("classic", "running", 1, 1, false)]
    public void Quorum_WithoutMajority_IsFound(string type, string state, long members, long online, bool isFound)
    {
        Steps(3, Queues(t => Queue(t, "q", 1, 1).Set("type", type).Set("state", state).Set("members", members).Set("online", online)));

        (_bench.Find("no-majority", "q") is not null).ShouldBe(isFound);
    }

    [Fact]
    public void Queue_IsDown_IsFound()
    {
        Steps(3, Queues(t => Queue(t, "q", null, null).Set("state", "down").Set("node", "rabbit@c")));

        _bench.Find("queue-down", "q")!.Text.ShouldBe("q: down. Nobody can publish to it or consume from it.");
    }

    [Fact]
    public void Flow_ShortSpell_IsNormalAndALongOneIsFound()
    {
        var clients = Table(ConnectionsSection.Section.Definition, 1, t => t.Row(RowKey.Of("c")).Set("name", "c").Set("client_name", "loader").Set("state", "flow"));
        Steps(2, Queues(t => Queue(t, "q", 1, 1).Set("state", "flow")), clients);
        _bench.Diagnosis.Findings.ShouldBeEmpty();

        Steps(2, Queues(t => Queue(t, "q", 1, 1).Set("state", "flow")), clients);
        _bench.Find("queue-flow", "q").ShouldNotBeNull();
        _bench.Find("connection-flow", "c")!.Text.ShouldBe("loader: in flow control; it publishes faster than the broker takes.");
    }

    [Fact]
    public void Node_NearItsLimits_IsToldForEachOfThem()
    {
        Steps(3, Nodes(t => t.Set("file_descriptors", 950L).Set("file_descriptors_limit", 1000L).Set("processes", 1_040_000L).Set("processes_limit", 1_048_576L)
            .Set("sockets", 10L).Set("sockets_limit", 900L)));

        _bench.Diagnosis.Findings.Select(f => f.Text).ShouldBe(
            [
                "rabbit@a: 1.0M of 1.0M Erlang processes in use; at the limit it fails.",
                "rabbit@a: 950 of 1,000 file descriptors in use; at the limit it takes no more clients and opens no more files.",
            ], ignoreOrder: true);
        _bench.VerdictOf("nodes", RowKey.Of("rabbit@a")).ShouldBe("near limit");
    }

    [Fact]
    public void Node_PartitionedOrInMaintenanceOrDown_IsFoundAtOnce()
    {
        Steps(1, Nodes(t => t.Set("state", "maintenance").Set("partitions", "rabbit@b")));
        _bench.Find("partition", "rabbit@a")!.Text.ShouldContain("partitioned from rabbit@b");
        _bench.Find("maintenance", "rabbit@a").ShouldNotBeNull();

        Steps(3, Nodes(t => t.Set("state", "down")));
        _bench.Find("node-down", "rabbit@a")!.Text.ShouldBe("rabbit@a: the node is down, 0 of 1 node run.");
        _bench.Find("partition", "rabbit@a").ShouldBeNull();
    }

    [Fact]
    public void Node_DiskAlarm_CountsTheClientsItBlocks()
    {
        var clients = Table(ConnectionsSection.Section.Definition, 2, t =>
        {
            t.Row(RowKey.Of("c1")).Set("name", "c1").Set("state", "blocked");
            t.Row(RowKey.Of("c2")).Set("name", "c2").Set("state", "running");
        });
        Steps(3, clients, Nodes(t => t.Set("disk_alarm", true).Set("disk_free", 10L << 20).Set("disk_limit", 50L << 20)));

        var finding = _bench.Find("disk-alarm", "rabbit@a")!;
        finding.Text.ShouldBe("rabbit@a: disk alarm, 10.0 MiB free, 50.0 MiB needed. Publishers of the whole cluster are blocked.");
        finding.Evidence.ShouldContain(new Core.Diagnosis.Evidence("Clients blocked", "1"));
        _bench.Find("blocked", "c1").ShouldNotBeNull();
        _bench.Find("blocked", "c2").ShouldBeNull();
    }

    [Fact]
    public void Queue_EmptiedByExpiryOfSingleMessages_IsNotWithoutConsumer()
    {
        foreach (var ready in new long[] { 5, 4, 6, 5, 7, 7, 8 })
            Steps(1, Queues(t => Queue(t, "scheduled", ready, 0)), Table(BindingsSection.Section.Definition, 0, _ => { }), Table(ExchangesSection.Section.Definition, 0, _ => { }));

        _bench.Find("no-consumer", "scheduled").ShouldBeNull();
    }

    [Fact]
    public void Queue_StatisticsNotReadYet_IsUnknownAndNotHealthy()
    {
        Steps(6, Queues(t => Queue(t, "q", 5, null)), Consumers(), Table(BindingsSection.Section.Definition, 0, _ => { }), Table(ExchangesSection.Section.Definition, 0, _ => { }));

        _bench.Diagnosis.Findings.ShouldBeEmpty();
        _bench.VerdictOf("queues", RowKey.Of("/", "q")).ShouldBe("unknown");
        _bench.Diagnosis.Unjudged.ShouldContain(u => u.SectionId == "queues" && u.Rows == 1);
    }

    [Fact]
    public void Bindings_NotRead_LeaveNoConsumerUnjudgedRatherThanSilent()
    {
        Steps(6, Queues(t => Queue(t, "q", 5, 0)));

        _bench.Find("no-consumer", "q").ShouldBeNull();
        _bench.Diagnosis.Unjudged.ShouldContain(u => u.SectionId == "bindings" && u.Signals.Any(s => s.Id == "no-consumer"));
        _bench.Diagnosis.NothingWrongSince("queues", RowKey.Of("/", "q")).ShouldBeNull();
    }

    private void Steps(int count, params SectionTable[] tables)
    {
        for (var i = 0; i < count; i++)
            _bench.Step(TimeSpan.FromSeconds(10), [.. tables.Select(Again)]);
    }

    private static SectionTable Again(SectionTable table) => new(table.Definition, [.. table.Keys], table.Columns, table.ReadAt);

    private static SectionTable Table(SectionDefinition definition, int rows, Action<SectionTableBuilder> fill)
    {
        var table = new SectionTableBuilder(definition, rows);
        fill(table);
        return table.Build(DateTimeOffset.UnixEpoch);
    }

    private static SectionTable Queues(Action<SectionTableBuilder> fill) => Table(QueuesSection.Definition, 1, fill);

    private static SectionTableBuilder Queue(SectionTableBuilder table, string name, long? ready, long? consumers) => table
        .Row(RowKey.Of("/", name)).Set("name", name).Set("vhost", "/").Set("type", "classic").Set("state", "running")
        .Set("ready", ready).Set("unacked", 0L).Set("consumers", consumers).Set("publish_rate", 0.0).Set("deliver_rate", 0.0).Set("ack_rate", 0.0).Set("redeliver_rate", 0.0);

    private static SectionTable Nodes(Action<SectionTableBuilder> fill) => Table(NodesSection.Definition, 1, table =>
    {
        table.Row(RowKey.Of("rabbit@a")).Set("name", "rabbit@a").Set("state", "running").Set("memory_alarm", false).Set("disk_alarm", false);
        fill(table);
    });

    private static SectionTable Consumers(params (string Queue, bool IsActive)[] consumers) => Table(ConsumersSection.Section.Definition, consumers.Length, table =>
    {
        foreach (var (i, (queue, isActive)) in consumers.Index())
            table.Row(RowKey.Of("/", queue, "c", $"t{i}")).Set("tag", $"t{i}").Set("queue", queue).Set("vhost", "/").Set("prefetch", 5L).Set("ack_mode", "manual").Set("active", isActive);
    });
}
