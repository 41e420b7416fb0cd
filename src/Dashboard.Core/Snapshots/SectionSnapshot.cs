namespace Dashboard.Core.Snapshots;

/// <summary>
/// A section as pages see it: the last good table, and whether it is still what the broker says.
/// A failure never replaces the table; it dates it.
/// </summary>
/// <param name="Definition">The declaration.</param>
/// <param name="Table">The last good table; null until the first one was read.</param>
/// <param name="Problem">Why the last attempt failed; null when it did not.</param>
public sealed record SectionSnapshot(SectionDefinition Definition, SectionTable? Table, SourceProblem? Problem)
{
    /// <summary>Data is there, but the source fails now.</summary>
    public bool IsStale => Table is not null && Problem is not null;
}
