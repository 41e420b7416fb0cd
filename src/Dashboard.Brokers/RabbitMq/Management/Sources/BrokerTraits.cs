namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>What the overview tells about the broker and the other sources need: replaced whole at each overview.</summary>
/// <param name="RatesOff">Why no rates are told; null where they are.</param>
/// <param name="StatisticsOff">Why the broker collects no statistics at all; null where it does.</param>
/// <param name="Connections">How many client connections there are; null where it is not told.</param>
internal sealed record BrokerTraits(string? RatesOff, string? StatisticsOff, long? Connections)
{
    public static readonly BrokerTraits Unknown = new(null, null, null);
}

/// <summary>What sources of one connection share.</summary>
internal sealed class SharedState
{
    private string? _objects;

    private volatile BrokerTraits _traits = BrokerTraits.Unknown;
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
