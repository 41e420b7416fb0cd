namespace Dashboard.Core.Operations.Pump;

/// <summary>What a session does with messages that the ledger knows as delivered.</summary>
/// <param name="SourceKeeps">Delivered messages are met again: a copy, a log.</param>
/// <param name="FindsReturned">A fault has struck, and the broker may have forgotten removals.</param>
/// <param name="IsSweep">The selection is satisfied: nothing is taken that the ledger does not know.</param>
/// <param name="LeavesReturned">Messages like delivered ones are counted and left alone: they may be others, that were not selected.</param>
/// <param name="SendsAgain">A message that may be one that came back, or another one like it, is sent again; otherwise it is left.</param>
internal sealed record SortingRules(bool SourceKeeps, bool FindsReturned, bool IsSweep, bool LeavesReturned, bool SendsAgain)
{
    /// <summary>A log: the place alone says which message it is, and no place is met that is not to be met.</summary>
    public bool ByPlace { get; init; }

    /// <summary>
    /// While messages are still to be met, one in doubt is one of them or one that came back, and both are to go. Afterwards it may be one that
    /// nobody selected: then it is sent again only where all that is like it was selected, and where sending is no throwing away.
    /// </summary>
    public static SortingRules For(MessageSelection selection, IJobSource source, IJobSink sink, bool hasFaults, bool isSweep) => new(
        source.KeepsMessages,
        hasFaults && !source.KeepsMessages && (isSweep || selection is not ChosenMessages),
        isSweep,
        LeavesReturned: selection is ChosenMessages,
        SendsAgain: !isSweep || (sink.KeepsWhatItTakes && selection is AllMessages or MatchingMessages));
}
