using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Sends messages and learns the fate of each.</summary>
public interface IMessagePublisher : IMutatingCapability
{
    /// <summary>What a message has on this broker. One whose messages have a body and headers alone need not implement it.</summary>
    PublishForm Form => PublishForm.HeadersOnly;

    /// <summary>Opens a way to send, to any address of one vhost or database (<paramref name="scope"/>).</summary>
    /// <exception cref="BrokerException">The broker refused or could not be reached.</exception>
    Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken);

    /// <summary>
    /// The copy of a message for a replay, move, copy or restore: everything kept that can be kept (<c>docs/replay.md</c>), stamped.
    /// Pure. The original may come from another broker.
    /// </summary>
    OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp);

    /// <summary>What can be chosen about copies.</summary>
    CopyChoices Copies => CopyChoices.Expiration;

    /// <summary>Looks at copies for one address before they are sent, as the target is configured now; null where there is nothing to say.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<ICopyReview?> ReviewAsync(PublishAddress address, CancellationToken cancellationToken) => Task.FromResult<ICopyReview?>(null);

    /// <summary>
    /// Whether a header tells the way of a message and not its content: written by the broker, acted on by it, or by an earlier replay. Such
    /// headers are left out of a form that a message is written anew in; copies keep them aside. Pure.
    /// </summary>
    bool IsTrace(string headerName) => false;
}

/// <summary>A way to send. Calls may overlap; confirmations may come in any order. Dispose closes it at once.</summary>
public interface IPublishSession : IAsyncDisposable
{
    /// <summary>
    /// Hands the message to the broker. Ends when it was written (it waits while the broker blocks publishers). <paramref name="fate"/> is told what
    /// became of it, which may be before this returns; where this throws it is told nothing.
    /// </summary>
    /// <exception cref="BrokerException">The session is lost; nothing was sent.</exception>
    ValueTask SendAsync(OutgoingMessage message, IFateListener fate, CancellationToken cancellationToken);

    /// <summary>Why the broker takes no messages now (memory or disk alarm); null while it does.</summary>
    string? BlockedReason { get; }
}
