namespace Dashboard.Core.Editing;

/// <summary>What became of a change.</summary>
public enum ChangeEnd
{
    /// <summary>The broker did it, or it was so already.</summary>
    Done,

    /// <summary>There was nothing to do: somebody else had deleted or ended it.</summary>
    Gone,

    /// <summary>The broker refused, or was not reached: nothing was changed.</summary>
    Refused,

    /// <summary>Sent, and no answer that says whether it was done.</summary>
    Unknown,
}

/// <summary>The end of a change, in words.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Words">What was done, or the broker's own words. Hostile text.</param>
/// <param name="NextStep">What can be done about it; null for nothing.</param>
public sealed record ChangeResult(ChangeEnd End, string Words, string? NextStep = null);
