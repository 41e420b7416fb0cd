namespace Dashboard.Core.Capabilities;

/// <summary>What a look changes on this broker, said before it is done, and what looks there are.</summary>
/// <param name="IsAllowed">False: the look would do harm and is refused.</param>
/// <param name="Summary">One sentence: "Changes nothing", "Sets the redelivered flag of what is read".</param>
/// <param name="Details">Further consequences: order, delivery counts with what is left before the limit; or why it is refused.</param>
/// <param name="ChangesNothing">The look leaves no trace at all.</param>
/// <param name="SupportsOffsets">Reading can start at an offset or a time and go on to the end, however far that is (logs and streams).</param>
public sealed record BrowseEffect(bool IsAllowed, string Summary, IReadOnlyList<string> Details, bool ChangesNothing, bool SupportsOffsets)
{
    /// <summary>The partitions to choose from, by number; null where the destination has none. Positions are a packed <see cref="Model.LogPosition"/> then.</summary>
    public IReadOnlyList<PartitionRange>? Partitions { get; init; }

    /// <summary><see cref="BrowseRequest.ReadsUncommitted"/> makes a difference.</summary>
    public bool HasTransactions { get; init; }

    /// <summary><see cref="BrowseRequest.Follows"/> can be asked for.</summary>
    public bool CanFollow { get; init; }
}
