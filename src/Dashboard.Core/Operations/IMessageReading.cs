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
    /// <exception cref="AccessDeniedException">The actor may not read messages.</exception>
    /// <exception cref="OperationRefusedException">The filter cannot be read, or its answers would tell what is hidden from the actor.</exception>
    Task<MessageLook> BrowseAsync(Actor actor, BrowseRequest request, string filter, CancellationToken cancellationToken);

    /// <summary>
    /// A look that tells what it finds while it reads. Cancelling it is not an error: what was read goes back to its place, and what was found so far
    /// is the answer. Ends by itself at the limits of what is kept, and says so; one that follows a log goes on, and its answer is the latest of what it found.
    /// </summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="request">At what.</param>
    /// <param name="filter">Keep only what this filter says yes to; empty keeps all.</param>
    /// <param name="progress">Told some times a second, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="AccessDeniedException">The actor may not read messages.</exception>
    /// <exception cref="OperationRefusedException">The filter cannot be read, or its answers would tell what is hidden from the actor.</exception>
    Task<MessageLook> SearchAsync(Actor actor, BrowseRequest request, string filter, IProgress<LookProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what a look finds as JSON lines while it reads, and as the last line how many there were and why it ended. Nothing is kept in memory.
    /// </summary>
    /// <param name="actor">Who exports.</param>
    /// <param name="request">From where.</param>
    /// <param name="filter">Write only what this filter says yes to; empty writes all.</param>
    /// <param name="destination">Gets the lines; not closed.</param>
    /// <param name="progress">Told some times a second, without messages, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends the look; the last line says so.</param>
    /// <returns>The look without its messages.</returns>
    Task<MessageLook> ExportAsync(Actor actor, BrowseRequest request, string filter, Stream destination, IProgress<LookProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>A look under way.</summary>
/// <param name="Examined">Messages read so far.</param>
/// <param name="Matched">How many of them the filter said yes to.</param>
/// <param name="Unjudgeable">How many of them the filter could not judge.</param>
/// <param name="New">Matches since the last report.</param>
public sealed record LookProgress(long Examined, long Matched, long Unjudgeable, IReadOnlyList<MessageEnvelope> New)
{
    /// <summary>How far it is in each partition of a log; empty where there are none.</summary>
    public IReadOnlyList<PartitionScan> Scans { get; init; } = [];
}

/// <summary>What a look brought after filtering.</summary>
/// <param name="Messages">Matches.</param>
/// <param name="Examined">Messages read.</param>
/// <param name="Unjudgeable">Messages the filter could not judge.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="IsComplete">It saw everything that was there.</param>
public sealed record MessageLook(IReadOnlyList<MessageEnvelope> Messages, long Examined, long Unjudgeable, string StopReason, bool IsComplete)
{
    /// <summary>How many matched; more than <see cref="Messages"/> where they were written elsewhere.</summary>
    public long Matched { get; init; } = Messages.Count;

    /// <summary>What was read of each partition of a log; empty where there are none.</summary>
    public IReadOnlyList<PartitionScan> Scans { get; init; } = [];
}
