using Dashboard.Core.Capabilities;

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

    Task<ITransferSession> OpenAsync(long maxDeliveries, int window, long? fromPosition, CancellationToken cancellationToken);

    /// <summary>It does not exist any more, for sure.</summary>
    Task<bool> IsGoneAsync(CancellationToken cancellationToken);
}
