using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>A bounded look.</summary>
public sealed record BrowseRequest
{
    /// <summary>No look brings more messages.</summary>
    public const int MaxCount = 50_000;

    public required DestinationRef Destination { get; init; }

    /// <summary>
    /// At most this many messages are read, 1 to <see cref="MaxCount"/>. With <see cref="ReadsToEnd"/> or <see cref="Follows"/> it bounds what is found and not
    /// what is read, and who asks sees to it.
    /// </summary>
    public required int Count { get; init; }

    /// <summary>Where to start on a log or stream; ignored on queues, which are read from the head.</summary>
    public BrowseStart Start { get; init; } = BrowseStart.Oldest;

    /// <summary>The one partition to read; null for all. Ignored where there are none.</summary>
    public int? Partition { get; init; }

    /// <summary>
    /// Read also what belongs to transactions that are open or were aborted. Without it a look shows what a consumer with <c>read_committed</c> is given, and ends
    /// before the first open transaction. Ignored where there are no transactions.
    /// </summary>
    public bool ReadsUncommitted { get; init; }

    /// <summary>
    /// On a log: read on to the end as it was when the look began, however many messages that is. What is kept of them is for <see cref="Keep"/> to bound. Newest
    /// is no start for it. Ignored on queues.
    /// </summary>
    public bool ReadsToEnd { get; init; }

    /// <summary>On a log: go on with what is published from then on, until the look is cancelled. Ignored on queues.</summary>
    public bool Follows { get; init; }

    /// <summary>It has no bound of its own.</summary>
    public bool IsOpenEnded => ReadsToEnd || Follows;

    /// <summary>Keep at most this many bytes of each body; the size is told whole.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Stop when this many bytes were read in all; not with <see cref="ReadsToEnd"/> or <see cref="Follows"/>.</summary>
    public long MaxTotalBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Called with each message as it is read, in order, on any thread; one that it says no to is not in the result. Null keeps all. Must be quick.
    /// It, <see cref="IsWorthALook"/> and <see cref="Scanned"/> are never called at the same time.
    /// </summary>
    public Func<MessageEnvelope, bool>? Keep { get; init; }

    /// <summary>
    /// Asked before a message is made of what was read; one that it says no to counts as read, and neither <see cref="Keep"/> nor the result get it. A broker need
    /// not ask, and does not where a header or property says that the body is compressed, or names its schema. Must be quick and not throw. Null: all are.
    /// </summary>
    public RawMessageTest? IsWorthALook { get; init; }

    /// <summary>On a log with partitions: called some times a second, and at the end, with how far the look is. Null for nobody.</summary>
    public Action<IReadOnlyList<PartitionScan>>? Scanned { get; init; }
}

/// <summary>Where reading starts on a log or stream: exactly one of the values is set, or none for the oldest message.</summary>
/// <param name="Offset">The offset; in each partition where no partition is chosen.</param>
/// <param name="At">The first message of this time or later, in each partition.</param>
/// <param name="IsNewest">See <see cref="Newest"/>.</param>
public sealed record BrowseStart(long? Offset = null, DateTimeOffset? At = null, bool IsNewest = false)
{
    public static readonly BrowseStart Oldest = new();

    /// <summary>The last <see cref="BrowseRequest.Count"/> messages, of all partitions together.</summary>
    public static readonly BrowseStart Newest = new(IsNewest: true);
}
