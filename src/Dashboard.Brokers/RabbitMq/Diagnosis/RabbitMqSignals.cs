using Dashboard.Brokers.RabbitMq.Diagnosis.Clients;
using Dashboard.Brokers.RabbitMq.Diagnosis.Links;
using Dashboard.Brokers.RabbitMq.Diagnosis.Nodes;
using Dashboard.Brokers.RabbitMq.Diagnosis.Queues;
using Dashboard.Core.Diagnosis;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>All signals, in the order of <c>docs/diagnosis.md</c>.</summary>
internal static class RabbitMqSignals
{
    public static readonly IReadOnlyList<ISignal> All =
    [
        new NoConsumer(), new NoActiveConsumer(), new PrefetchFull(), new NotAcking(), new Outpaced(), new PoisonLoop(), new AckTimeout(),
        new DeadLettersGrow(), new NearMaxLength(), new NoMajority(), new QueueDown(), new QueueInFlow(),
        new MemoryAlarm(), new DiskAlarm(), new NodeDown(), new Partition(), new Maintenance(), new NodeNearLimit(),
        new BlockedConnection(), new ConnectionInFlow(), new Unroutable(), new ExchangeRoutesNothing(),
        new ShovelDown(), new FederationDown(),
    ];

    /// <summary>The verdict column of a section.</summary>
    public static Core.Snapshots.ColumnDefinition VerdictOf(string sectionId)
        => VerdictColumn.For(All.Select(s => s.Definition).Where(d => d.Needs[0].SectionId == sectionId));
}
