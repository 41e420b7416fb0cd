namespace Dashboard.Core.Capabilities;

/// <summary>What somebody can choose about the copies that a broker is sent.</summary>
[Flags]
public enum CopyChoices
{
    None = 0,

    /// <summary><see cref="ReplayStamp.KeepExpiration"/>.</summary>
    Expiration = 1,

    /// <summary><see cref="ReplayStamp.KeepTimestamp"/>.</summary>
    Timestamp = 2,

    /// <summary><see cref="ReplayStamp.KeepPartition"/> and <see cref="PublishAddress.Partition"/>.</summary>
    Partition = 4,
}
