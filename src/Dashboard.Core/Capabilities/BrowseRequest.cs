using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>A bounded look.</summary>
public sealed record BrowseRequest
{
    /// <summary>No look reads more messages.</summary>
    public const int MaxCount = 50_000;

    public required DestinationRef Destination { get; init; }

    /// <summary>At most this many messages are read, 1 to <see cref="MaxCount"/>.</summary>
    public required int Count { get; init; }

    /// <summary>Where to start on a log or stream; ignored on queues, which are read from the head.</summary>
    public BrowseStart Start { get; init; } = BrowseStart.Oldest;

    /// <summary>Keep at most this many bytes of each body; the size is told whole.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Stop when this many bytes were read in all.</summary>
    public long MaxTotalBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Called with each message as it is read, in order, on any thread; one that it says no to is not in the result. Null keeps all. Must be quick.
    /// </summary>
    public Func<MessageEnvelope, bool>? Keep { get; init; }
}

/// <summary>Where reading starts on a log or stream: exactly one of the values is set, or none for the oldest message.</summary>
public sealed record BrowseStart(long? Offset = null, DateTimeOffset? At = null, bool IsNewest = false)
{
    public static readonly BrowseStart Oldest = new();

    /// <summary>The last <see cref="BrowseRequest.Count"/> messages.</summary>
    public static readonly BrowseStart Newest = new(IsNewest: true);
}
