using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>What signals share about one snapshot. Each part is worked out when it is first asked for; ask only for what the signal's needs name.</summary>
internal sealed class RabbitMqFacts(DiagnosisInput input, FactsMemo memo)
{
    private QueueColumns? _queues;

    public DiagnosisInput Input => input;

    public DateTimeOffset Now => input.Now;

    /// <summary>The queues.</summary>
    public QueueColumns Queues => _queues ??= new QueueColumns(Table(QueuesSection.Id));

    /// <summary>Who dead-letters to whom.</summary>
    public DeadLetterRoutes DeadLetters => memo.Routes(Queues, Table(BindingsSection.Id), Table(ExchangesSection.Id));

    /// <summary>The consumers of each queue added up.</summary>
    public ConsumerSums ConsumersOf(int queueRow) => memo.Consumers(Table(ConsumersSection.Id)).GetValueOrDefault(Queues.Table.Keys[queueRow]);

    /// <summary>A table that the signal needs.</summary>
    public SectionTable Table(string sectionId) => input.Table(sectionId) ?? throw new InvalidOperationException($"'{sectionId}' is not among what the signal needs.");

    public Trend TrendOf(int queueRow, string columnId, TimeSpan window) => Trend.Of(input.HistoryOf(Queues.Table, queueRow, columnId), Now, window);
}

/// <summary>Keeps what was worked out of tables for as long as these stay the same.</summary>
internal sealed class FactsMemo
{
    private SectionTable? _consumersTable;
    private Dictionary<RowKey, ConsumerSums> _consumers = [];
    private (SectionTable Queues, SectionTable Bindings, SectionTable Exchanges)? _routesOf;
    private DeadLetterRoutes? _routes;

    public IReadOnlyDictionary<RowKey, ConsumerSums> Consumers(SectionTable table)
    {
        if (!ReferenceEquals(_consumersTable, table))
            (_consumersTable, _consumers) = (table, ConsumerSums.ByQueue(table));
        return _consumers;
    }

    public DeadLetterRoutes Routes(QueueColumns queues, SectionTable bindings, SectionTable exchanges)
    {
        if (_routes is null || _routesOf != (queues.Table, bindings, exchanges))
            (_routes, _routesOf) = (DeadLetterRoutes.Of(queues, bindings, exchanges), (queues.Table, bindings, exchanges));
        return _routes;
    }
}
