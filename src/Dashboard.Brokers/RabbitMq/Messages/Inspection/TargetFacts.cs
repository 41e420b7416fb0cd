namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>A queue as far as it matters to messages that are sent to it; what is null is not set or not known.</summary>
/// <param name="Name">Its name.</param>
internal sealed record TargetFacts(string Name)
{
    public string? State { get; init; }

    public bool IsStream { get; init; }

    public long? Ready { get; init; }

    public long? Consumers { get; init; }

    public long? MaxLength { get; init; }

    public long? MaxLengthBytes { get; init; }

    public string? Overflow { get; init; }

    /// <summary>Milliseconds.</summary>
    public long? MessageTtl { get; init; }

    /// <summary>Null where dead letters are dropped; empty for the default exchange.</summary>
    public string? DeadLetterExchange { get; init; }

    /// <summary>Of a quorum queue.</summary>
    public long? DeliveryLimit { get; init; }
}
