using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Groups;

/// <summary>One consumer group as the brokers describe it. Names are hostile text.</summary>
internal sealed record GroupFacts(string Id)
{
    public required GroupState State { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>What its members agreed to speak: <c>consumer</c>, <c>connect</c>; null where it is not told.</summary>
    public string? ProtocolType { get; init; }

    /// <summary>How partitions are given out: <c>range</c>, <c>uniform</c>; null without members.</summary>
    public string? Assignor { get; init; }

    /// <summary>Broker id of the coordinator; null where it is not told.</summary>
    public int? Coordinator { get; init; }

    public IReadOnlyList<MemberFacts> Members { get; init; } = [];

    /// <summary>Whether the members were told: those of newer protocols are asked for in turns.</summary>
    public bool AreMembersKnown { get; init; }

    /// <summary>Why its coordinator did not tell of it this time: all else is what was told last. Null where it did.</summary>
    public string? WhyUntold { get; init; }

    public bool IsEmpty => AreMembersKnown && Members.Count == 0 && State is GroupState.Empty or GroupState.Dead;
}

/// <summary>States, those of both protocols.</summary>
internal enum GroupState : byte
{
    Unknown,
    Stable,
    PreparingRebalance,
    CompletingRebalance,
    Assigning,
    Reconciling,
    Empty,
    Dead,
}

/// <summary>By which protocol members and coordinator talk.</summary>
internal enum GroupKind : byte
{
    Unknown,
    Classic,

    /// <summary>KIP-848.</summary>
    Consumer,
}

/// <summary>One member.</summary>
/// <param name="Id">Given by the coordinator.</param>
/// <param name="ClientId">What the client calls itself. Hostile text.</param>
/// <param name="Host">Where it connects from.</param>
internal sealed record MemberFacts(string Id, string ClientId, string Host)
{
    /// <summary><c>group.instance.id</c> of a static member; null for others and where it is not told.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The partitions it has, by topic and number; null where they cannot be told.</summary>
    public IReadOnlyList<TopicPartition>? Assignment { get; init; }
}
