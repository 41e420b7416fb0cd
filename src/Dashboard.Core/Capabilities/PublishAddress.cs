using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Where a message is sent.</summary>
/// <param name="Destination">A queue (sent to directly), an exchange or a topic.</param>
/// <param name="RoutingKey">Routing key for an exchange; empty for a queue, where the broker's direct way is used.</param>
public sealed record PublishAddress(DestinationRef Destination, string RoutingKey = "")
{
    /// <summary>The partition it goes to, on a log that has some; null leaves it to the broker's own rule (by key, else any).</summary>
    public int? Partition { get; init; }

    public string Describe() => Destination.Kind == "exchange" ? $"{Destination.Describe()} with key '{RoutingKey}'"
        : Partition is { } partition ? $"partition {partition} of {Destination.Describe()}"
        : Destination.Describe();
}

/// <summary>Where a message sent to an address would arrive.</summary>
/// <param name="Address">The address.</param>
/// <param name="Exists">The destination is there.</param>
/// <param name="Destinations">Queues that would get a copy each; empty when unroutable, or when <paramref name="Unknown"/> says why it is not known.</param>
/// <param name="Unknown">Why the destinations are not known; null when they are.</param>
/// <param name="Consequences">What may happen there: max-length with drop-head, TTL, a route back to the source, fan-out.</param>
public sealed record AddressReach(
    PublishAddress Address,
    bool Exists,
    IReadOnlyList<DestinationRef> Destinations,
    string? Unknown,
    IReadOnlyList<Consequence> Consequences);
