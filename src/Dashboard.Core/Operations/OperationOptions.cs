namespace Dashboard.Core.Operations;

/// <summary>How an operation is carried out.</summary>
public sealed record OperationOptions
{
    /// <summary>Send one message and pause before the rest.</summary>
    public bool CanaryFirst { get; init; }

    /// <summary>Messages per second at most; null for as fast as the brokers allow.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Purge: write everything to an archive first.</summary>
    public bool ArchiveFirst { get; init; }

    /// <summary>Restore per-message TTLs on copies.</summary>
    public bool KeepExpiration { get; init; }

    /// <summary>Copies have the time of the original, where the target keeps a time; otherwise the time they are sent.</summary>
    public bool KeepTimestamp { get; init; }

    /// <summary>Copies go to the partition of the original's number, where the target has partitions; otherwise their keys decide.</summary>
    public bool KeepPartition { get; init; }

    /// <summary>On a log: take also what earlier jobs delivered to the same target.</summary>
    public bool TakeDelivered { get; init; }

    /// <summary>Publish: this many copies.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Filtered and chosen jobs: at most this many passed-over messages are held.</summary>
    public int MaxHeld { get; init; } = 50_000;
}
