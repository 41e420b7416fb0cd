using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>A message about to be sent, in the target broker's own terms.</summary>
public sealed record OutgoingMessage
{
    public required PublishAddress Address { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Send no body at all, where the broker can tell that from an empty one (Kafka's null value). <see cref="Body"/> is empty then.</summary>
    public bool IsTombstone { get; init; }

    /// <summary>Standard properties by the broker's own names.</summary>
    public IReadOnlyList<MessageField> Properties { get; init; } = [];

    /// <summary>Typed headers.</summary>
    public IReadOnlyList<MessageField> Headers { get; init; } = [];

    /// <summary>Record key where the broker has one; null for a null key.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>The partition it goes to, on a log that has some; null leaves it to the broker's own rule (by key, else any).</summary>
    public int? Partition { get; init; }

    /// <summary>Ask the broker to return it when it reaches no queue. Off only when the operator says so in the publish form.</summary>
    public bool IsMandatory { get; init; } = true;
}
