namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>How a group does on a partition, from good to bad.</summary>
internal enum LagState : byte
{
    /// <summary>Not looked at for long enough.</summary>
    Unknown,

    /// <summary>Nothing is left to read, or it keeps up.</summary>
    Ok,

    /// <summary>Behind, and its lag becomes less.</summary>
    CatchingUp,

    /// <summary>Behind by more than it reads in the window, and its lag stays about the same.</summary>
    Steady,

    /// <summary>Waits before a transaction that is open.</summary>
    WaitsForTransaction,

    /// <summary>Reads, and its lag grows all the same, dips or not.</summary>
    Growing,

    /// <summary>The group has members and gave the partition to none of them.</summary>
    NotAssigned,

    /// <summary>Its offset was set back, and it is not catching up.</summary>
    Rewound,

    /// <summary>Committed further than the log reaches: the topic was made anew or has lost messages.</summary>
    AheadOfLog,

    /// <summary>The offset stands still; whether it commits is not known.</summary>
    NotMoving,

    /// <summary>Commits go on and the offset stands still.</summary>
    Stalled,

    /// <summary>No commit for the whole window.</summary>
    Stopped,

    /// <summary>Behind, and the group has no member.</summary>
    EmptyWithLag,

    /// <summary>The first messages it has not read are about to be deleted by age.</summary>
    SoonLost,

    /// <summary>Messages it has not read are deleted.</summary>
    Lost,
}
