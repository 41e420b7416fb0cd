using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Where a job's messages come from: a broker's queue or log, an archive, or one message repeated.</summary>
internal interface IJobSource
{
    /// <summary>What it is, in words.</summary>
    string Description { get; }

    /// <summary>Delivered messages stay in it: a copy, a log, an archive.</summary>
    bool KeepsMessages { get; }

    /// <summary>Positions are stable, so that a later session starts where the earlier one ended.</summary>
    bool IsLog { get; }

    /// <summary>Opening costs nothing and reads ahead nothing.</summary>
    bool IsLocal { get; }

    /// <summary>Messages that can be read now.</summary>
    Task<long> CountReadyAsync(CancellationToken cancellationToken);

    /// <summary>The places of a broker's log that the job is about, as it stands now; null for everything else.</summary>
    Task<LogExtent?> MeasureAsync(CancellationToken cancellationToken) => Task.FromResult<LogExtent?>(null);

    /// <summary>Places are partition and offset.</summary>
    bool HasPartitions => false;

    /// <summary>The place that an identity names on a log; null where identities name none.</summary>
    long? PlaceOf(MessageIdentity identity) => null;

    Task<ITransferSession> OpenAsync(SourceReading reading, CancellationToken cancellationToken);

    /// <summary>It does not exist any more, for sure.</summary>
    Task<bool> IsGoneAsync(CancellationToken cancellationToken);
}

/// <summary>How a session reads its source.</summary>
/// <param name="MaxDeliveries">Deliveries at most.</param>
/// <param name="Window">Deliveries unsettled at most; 0 for no limit.</param>
/// <param name="FromPosition">Where to begin on a log without <paramref name="Places"/>; null for the oldest.</param>
/// <param name="Places">The places of a broker's log that are read; null for everything else.</param>
internal sealed record SourceReading(long MaxDeliveries, int Window, long? FromPosition = null, LogExtent? Places = null);
