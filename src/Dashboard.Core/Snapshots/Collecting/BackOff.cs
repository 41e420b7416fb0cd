namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>How long a failing source is left alone.</summary>
internal static class BackOff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>1 s, 2 s, 4 s ... 30 s, less up to a fifth so that many sources do not knock together.</summary>
    /// <param name="kind">What time alone does not mend (wrong password, no right, missing plugin) waits the longest time at once.</param>
    /// <param name="failuresInARow">From 1.</param>
    /// <param name="chance">From 0 up to 1.</param>
    public static TimeSpan After(SourceProblemKind kind, int failuresInARow, double chance)
    {
        var isLasting = kind is SourceProblemKind.BadCredentials or SourceProblemKind.Denied or SourceProblemKind.NotSupported;
        var whole = isLasting || failuresInARow > 5 ? Longest : First * (1 << (failuresInARow - 1));
        return whole * (1 - (chance * 0.2));
    }
}
