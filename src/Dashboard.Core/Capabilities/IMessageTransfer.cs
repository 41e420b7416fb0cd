using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Takes messages from a destination so that they can be removed after their copy was confirmed elsewhere.</summary>
public interface IMessageTransfer : IMutatingCapability
{
    /// <summary>Opens the source for one job.</summary>
    /// <exception cref="BrokerException">It is gone, exclusive to another, refused, or cannot be reached.</exception>
    Task<ITransferSession> OpenAsync(TransferRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// What there is of a log now: the places of each partition from its first to its end, as far as they are within bounds, by partition. Where messages can be
    /// part of a transaction the end is that of the last one that has ended, so that no later look brings another answer. Null where it is no log.
    /// </summary>
    /// <exception cref="BrokerException">It is gone, refused, cannot be reached, or has no such partition.</exception>
    Task<IReadOnlyList<LogRange>?> MeasureAsync(DestinationRef source, LogBounds bounds, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<LogRange>?>(null);

    /// <summary>
    /// A name of a log that no other one ever has, also none of the same name that was made after it was deleted; null where there is no such name, and for what is no
    /// log or not there.
    /// </summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<string?> LogIdAsync(DestinationRef destination, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Places on its logs are partition and offset.</summary>
    bool HasPartitions => false;

    /// <summary>The place on a log that an identity names (a packed <see cref="LogPosition"/>); null where identities name none. Pure.</summary>
    long? PlaceOf(MessageIdentity identity) => null;

    /// <summary>
    /// Where a message came from before it was dead-lettered; null with a reason when it does not tell. Pure.
    /// </summary>
    /// <param name="message">A message of this connection.</param>
    /// <param name="byOriginalRoute">False: the queue where it first died, directly. True: the exchange and key it was first published with.</param>
    OriginAnswer OriginOf(MessageEnvelope message, bool byOriginalRoute);
}

/// <summary>Either an address or the reason why there is none.</summary>
public readonly record struct OriginAnswer(PublishAddress? Address, string? Reason);

/// <summary>How a job reads its source.</summary>
/// <param name="Source">What is read.</param>
/// <param name="MaxDeliveries">Stop after this many distinct deliveries (the ready count at the start).</param>
/// <param name="Window">Deliveries held unsettled while all goes well: prefetch ≈ confirm window. 0: no limit, for jobs that must hold what they skip.</param>
/// <param name="RemovesMessages">False for a copy: on a queue everything goes back at the end.</param>
public sealed record TransferRequest(DestinationRef Source, long MaxDeliveries, int Window, bool RemovesMessages)
{
    /// <summary>Where to start on a log; null for the oldest.</summary>
    public long? FromOffset { get; init; }

    /// <summary>
    /// The places of a log that are read, in rising order, and no others; null for all from <see cref="FromOffset"/> on. The reading ends behind the last one,
    /// known by position: a place may be empty.
    /// </summary>
    public IReadOnlyList<LogRange>? Ranges { get; init; }
}

/// <summary>
/// A source being read. What is neither removed nor released when it is disposed, or when the process dies, is back in the source.
/// Reading and settling may overlap.
/// </summary>
public interface ITransferSession : IAsyncDisposable
{
    /// <summary>
    /// The deliveries, in order. Ends after the maximum, or when the source has nothing further.
    /// </summary>
    /// <exception cref="BrokerException">The source was lost: deleted, connection cut, permission revoked.</exception>
    IAsyncEnumerable<TransferDelivery> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes deliveries from the source for good. On a log it does nothing. When it returns, the broker was told (not necessarily heard it).</summary>
    /// <exception cref="BrokerException">The session is lost: whether they were removed is not known.</exception>
    ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Returns when the broker is sure to have heard every removal. To be called before a session ends that is not known to be lost.</summary>
    /// <exception cref="BrokerException">The session was lost before: some of what was removed may be back in the source.</exception>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Gives deliveries back to the source now, as near to their place as the broker can.</summary>
    ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken);
}

/// <summary>One delivery of a session.</summary>
/// <param name="Tag">Names it within its session; rises by delivery.</param>
/// <param name="Message">The message, body whole.</param>
public sealed record TransferDelivery(long Tag, MessageEnvelope Message)
{
    /// <summary>The <c>x-replay-id</c> it carries; null where it carries none. A message that comes straight back carries this job's.</summary>
    public string? ReplayId { get; init; }
}
