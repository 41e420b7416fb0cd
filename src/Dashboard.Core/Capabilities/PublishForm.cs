namespace Dashboard.Core.Capabilities;

/// <summary>What a message has on one kind of broker, as a form offers it to be written.</summary>
public sealed record PublishForm
{
    public static readonly PublishForm HeadersOnly = new() { AddressLabel = "Destination" };

    /// <summary>Standard properties by the broker's own names; empty where messages have headers only.</summary>
    public IReadOnlyList<PublishProperty> Properties { get; init; } = [];

    /// <summary>What a message is sent to: <c>Queue or exchange</c>, <c>Topic</c>.</summary>
    public required string AddressLabel { get; init; }

    /// <summary>A message can be returned where it reaches nobody (<see cref="OutgoingMessage.IsMandatory"/>).</summary>
    public bool HasMandatory { get; init; }

    /// <summary>There is a record key, and a null value (<see cref="OutgoingMessage.Key"/>, <see cref="OutgoingMessage.IsTombstone"/>).</summary>
    public bool HasKey { get; init; }

    /// <summary>How a partition is found where none is chosen, in words; null where there are no partitions.</summary>
    public string? PartitionHint { get; init; }
}

/// <summary>A standard property that can be set when publishing.</summary>
/// <param name="Name">The broker's own name.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Hint">What it is for, and its unit.</param>
public sealed record PublishProperty(string Name, PublishPropertyType Type, string Hint)
{
    /// <summary>It belongs to who published the message: not taken over into a form that somebody else publishes.</summary>
    public bool IsPersonal { get; init; }
}

/// <summary>What a property takes.</summary>
public enum PublishPropertyType
{
    Text,
    Integer,

    /// <summary>A point in time.</summary>
    Time,
}
