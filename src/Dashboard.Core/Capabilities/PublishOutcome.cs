namespace Dashboard.Core.Capabilities;

/// <summary>The fate of one message sent.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">The broker's words: reply text of a return, reason of a closed channel; offset where the broker tells.</param>
public readonly record struct PublishOutcome(PublishOutcomeKind Kind, string? Detail = null)
{
    /// <summary>The broker does not let this account publish there. See <see cref="Model.BrokerException.IsRefusal"/>.</summary>
    public bool IsRefusal { get; init; }

    public static readonly PublishOutcome Confirmed = new(PublishOutcomeKind.Confirmed);
}

/// <summary>Fates of a message sent.</summary>
public enum PublishOutcomeKind
{
    /// <summary>The broker has taken responsibility for it.</summary>
    Confirmed,

    /// <summary>It reached no queue and came back; it was not stored.</summary>
    Returned,

    /// <summary>The broker refused it; it was not stored (or not by all).</summary>
    Nacked,

    /// <summary>The channel was closed over it before a confirmation: whether it was stored is not known.</summary>
    Unknown,

    /// <summary>It was refused on our side and never written.</summary>
    NotSent,
}
