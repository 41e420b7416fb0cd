using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Capabilities;

/// <summary>
/// Looks at copies before they are sent, one after the other, and counts what would become of them: what the target would refuse or remove again, and what
/// cannot be carried over. Not thread-safe; sends nothing.
/// </summary>
public interface ICopyReview
{
    /// <summary>Takes one into account. Returns why the target would refuse it; null where it would take it.</summary>
    string? Note(MessageEnvelope original, OutgoingMessage copy);

    /// <summary>What was seen so far, each remark with the number of messages it is about.</summary>
    IReadOnlyList<CopyRemark> Remarks { get; }
}

/// <summary>One line about copies.</summary>
/// <param name="Tone">How bad.</param>
/// <param name="Text">What would happen to them, as the end of a sentence that begins with their number. May hold names from the broker: hostile text.</param>
/// <param name="Messages">How many.</param>
public sealed record CopyRemark(Tone Tone, string Text, long Messages);
