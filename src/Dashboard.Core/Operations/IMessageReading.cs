using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations;

/// <summary>
/// Looking at message bodies: authorised and audited like a change, because it is somebody's data. The one thing that goes straight to
/// the broker, because a person asked for it.
/// </summary>
public interface IMessageReading
{
    /// <summary>What a look would change there; null where messages there cannot be looked at, with the reason.</summary>
    /// <exception cref="AccessDeniedException">The actor may not read messages.</exception>
    Task<BrowseEffect> DescribeEffectAsync(Actor actor, DestinationRef destination, CancellationToken cancellationToken);

    /// <summary>Looks, after writing the audit.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="request">At what.</param>
    /// <param name="filter">Keep only what this filter says yes to (<c>docs/filter.md</c>); empty keeps all.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<MessageLook> BrowseAsync(Actor actor, BrowseRequest request, string filter, CancellationToken cancellationToken);
}

/// <summary>What a look brought after filtering.</summary>
/// <param name="Messages">Matches.</param>
/// <param name="Examined">Messages read.</param>
/// <param name="Unjudgeable">Messages the filter could not judge.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="IsComplete">It saw everything that was there.</param>
public sealed record MessageLook(IReadOnlyList<MessageEnvelope> Messages, long Examined, long Unjudgeable, string StopReason, bool IsComplete);
