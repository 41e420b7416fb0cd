namespace Dashboard.Core.Model;

/// <summary>One step of a message's way through dead-letter routes.</summary>
/// <param name="Queue">The queue where it died.</param>
/// <param name="Exchange">The exchange it had been published to before.</param>
/// <param name="RoutingKeys">The routing keys it had been published with.</param>
/// <param name="Reason">The broker's word: <c>rejected</c>, <c>expired</c>, <c>maxlen</c>, <c>delivery_limit</c>.</param>
/// <param name="Count">How often it died there for this reason.</param>
/// <param name="LastAt">When it last did; null where the broker does not tell.</param>
public sealed record DeathRecord(string Queue, string Exchange, IReadOnlyList<string> RoutingKeys, string Reason, long Count, DateTimeOffset? LastAt);
