namespace Dashboard.Core.Capabilities;

/// <summary>What a look changes on this broker, said before it is done.</summary>
/// <param name="IsAllowed">False: the look would do harm and is refused.</param>
/// <param name="Summary">One sentence: "Changes nothing", "Sets the redelivered flag of what is read".</param>
/// <param name="Details">Further consequences: order, delivery counts with what is left before the limit; or why it is refused.</param>
/// <param name="ChangesNothing">The look leaves no trace at all.</param>
/// <param name="SupportsOffsets">Reading can start at an offset or a time (logs and streams).</param>
public sealed record BrowseEffect(bool IsAllowed, string Summary, IReadOnlyList<string> Details, bool ChangesNothing, bool SupportsOffsets);
