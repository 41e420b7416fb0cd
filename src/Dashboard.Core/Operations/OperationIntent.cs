using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Publishing;

namespace Dashboard.Core.Operations;

/// <summary>
/// What somebody wants done, complete and serialisable: authorised, audited, planned, confirmed and executed from this one value.
/// Pages, API and resumption after a restart all use it; nothing changes a broker by another road.
/// </summary>
public sealed record OperationIntent
{
    public required OperationKind Kind { get; init; }

    /// <summary>The connection that is changed (the source's, where there is one).</summary>
    public required ConnectionId Connection { get; init; }

    /// <summary>Where messages are taken from; null for publish and restore.</summary>
    public DestinationRef? Source { get; init; }

    /// <summary>Restore: the job whose archive is read.</summary>
    public string? ArchiveJobId { get; init; }

    public MessageSelection Selection { get; init; } = new AllMessages();

    /// <summary>The part of a log that the selection is made from; null for all of it, and for a queue.</summary>
    public LogBounds? Bounds { get; init; }

    /// <summary>Where they go; null for publish and purge.</summary>
    public TransferTarget? Target { get; init; }

    /// <summary>Publish: what is sent.</summary>
    public OutgoingMessage? Message { get; init; }

    /// <summary>Publish: the texts of the message are templates, and each copy gets values of its own; null for a message as it stands.</summary>
    public PublishVariables? Variables { get; init; }

    /// <summary>Move and replay of one chosen message: what its copy has instead of its own; null for a copy as it is.</summary>
    public MessageEdit? Edit { get; init; }

    /// <summary>Create, edit, delete, close, import and the purge of many: what is changed, in this order. Empty for the others.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; init; } = [];

    public OperationOptions Options { get; init; } = new();

    /// <summary>Publish: one of the messages that are sent, from 1.</summary>
    public OutgoingMessage MessageAt(long sequence)
    {
        var message = Message ?? throw new InvalidOperationException("This operation has no message of its own.");
        return Variables?.Expand(message, sequence) ?? message;
    }
}
