using Dashboard.Brokers.RabbitMq.Management.Metrics;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>What the overview tells about the broker and the other sources need: replaced whole at each overview.</summary>
/// <param name="RatesOff">Why no rates are told; null where they are.</param>
/// <param name="StatisticsOff">Why the broker collects no statistics at all; null where it does.</param>
/// <param name="Connections">How many client connections there are; null where it is not told.</param>
internal sealed record BrokerTraits(string? RatesOff, string? StatisticsOff, long? Connections)
{
    public static readonly BrokerTraits Unknown = new(null, null, null);

    public string? ClusterName { get; init; }

    /// <summary>Where the broker offers its metrics; null where it tells of no such place.</summary>
    public MetricsListener? Metrics { get; init; }
}

/// <summary>The node of a cluster of one.</summary>
/// <param name="Name">As the cluster knows it.</param>
/// <param name="Started">When, or as much later as the broker's statistics are old.</param>
internal sealed record LoneNode(string Name, DateTimeOffset Started);

/// <summary>What sources of one connection share.</summary>
internal sealed class SharedState
{
    private string? _objects;

    private volatile BrokerTraits _traits = BrokerTraits.Unknown;
    private volatile LoneNode? _loneNode;
    private volatile bool _areQueuesSummed;

    /// <summary>The list of queues has told the message figures that the overview cannot.</summary>
    public bool AreQueuesSummed
    {
        get => _areQueuesSummed;
        set => _areQueuesSummed = value;
    }

    public BrokerTraits Traits
    {
        get => _traits;
        set => _traits = value;
    }

    /// <summary>The only node; null where there are more, or where it is not known.</summary>
    public LoneNode? LoneNode
    {
        get => _loneNode;
        set => _loneNode = value;
    }

    /// <summary>Cadences that are due at once when numbers of queues or exchanges change.</summary>
    public List<Cadence> Topology { get; } = [];

    /// <summary>Tells the numbers of objects as the overview has them.</summary>
    public void ObjectsAre(string objects)
    {
        var before = Interlocked.Exchange(ref _objects, objects);
        if (before is null || before == objects)
            return;
        foreach (var cadence in Topology)
            cadence.Expire();
    }
}
