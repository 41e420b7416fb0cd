namespace Dashboard.Core.Operations;

/// <summary>What an intent is about.</summary>
public enum OperationKind
{
    Publish,

    /// <summary>Throw messages away, of one source or (with <see cref="OperationIntent.Changes"/>) of many; with <see cref="OperationOptions.ArchiveFirst"/> into a file that can be restored.</summary>
    Purge,

    /// <summary>To one address, removed at the source.</summary>
    Move,

    /// <summary>To one address, kept at the source.</summary>
    Copy,

    /// <summary>To where each message came from, removed at the source.</summary>
    Replay,

    /// <summary>From an archive to where it was purged from, or to one address.</summary>
    Restore,

    /// <summary>Make an object of the broker: <see cref="OperationIntent.Changes"/>.</summary>
    Create,

    /// <summary>Change objects of the broker.</summary>
    Edit,

    /// <summary>Delete objects of the broker.</summary>
    Delete,

    /// <summary>Close what clients hold: connections.</summary>
    Close,

    /// <summary>Make and change what a file of definitions has and the broker has not.</summary>
    Import,
}
