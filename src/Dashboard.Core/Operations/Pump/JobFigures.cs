using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>How many messages a job is about, as far as that is known before it has met them.</summary>
internal static class JobFigures
{
    /// <summary>
    /// Null for a filter, which counts as it matches. On a log it is what was met and the places that nobody has come to yet: at most as many messages,
    /// and exactly as many once all places were read.
    /// </summary>
    /// <param name="selection">What is taken.</param>
    /// <param name="state">The ledger.</param>
    /// <param name="ready">Messages, or places of a log, that were there at the start; null before it.</param>
    public static long? BoundOf(MessageSelection selection, LedgerState state, long? ready)
    {
        switch (selection)
        {
            case ChosenMessages chosen:
                return chosen.Identities.Count;
            case MatchingMessages:
                return null;
            default:
                if (LogExtent.Of(state) is not { } extent)
                    return ready;
                var ahead = state.Fact(LedgerFacts.ReadToEnd) is 1 ? 0 : extent.CountAfter(state.LastPosition);
                return selection is FirstMessages first ? Math.Min(first.Count, state.Rows + ahead) : state.Rows + ahead;
        }
    }
}
