using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Core.Masking;

/// <summary>
/// Hides configured fields of messages from those who lack <see cref="Permission.ReadMaskedFields"/>. Whatever shows messages to people goes
/// through it; jobs move the true bytes.
/// </summary>
public interface IMessageMasking
{
    /// <summary>What is hidden there from this actor; empty where nothing is.</summary>
    IReadOnlyList<MaskedField> HiddenFrom(Actor actor, DestinationRef destination);

    /// <summary>Something is hidden there from others, and this actor sees it.</summary>
    bool SeesHidden(Actor actor, DestinationRef destination);

    /// <summary>Why this actor may not use a filter there, because its answers would tell what is hidden; null where it may.</summary>
    string? RefusalOfFilter(Actor actor, DestinationRef destination, string filter);

    /// <summary>Why this actor may not do what was planned, because it would tell or destroy what is hidden; null where it may.</summary>
    /// <param name="actor">Who planned it.</param>
    /// <param name="plan">The plan, with the targets as far as they are known.</param>
    /// <param name="source">Where its messages stand, or stood when they were archived; null where they come from nowhere.</param>
    string? RefusalOf(Actor actor, OperationPlan plan, DestinationRef? source);
}
