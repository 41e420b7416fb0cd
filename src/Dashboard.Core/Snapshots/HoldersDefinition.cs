namespace Dashboard.Core.Snapshots;

/// <summary>
/// Who holds what was delivered from a row of this section and is not settled: the rows of a relation (consumers), each with the row that counts for
/// it (its channel). Shown as a tab of the row's page.
/// </summary>
/// <param name="CountColumn">The column here that counts what is held.</param>
/// <param name="RelationId">The relation whose rows take messages.</param>
/// <param name="CounterLink">The column of those rows that links to the row which counts what they hold.</param>
public sealed record HoldersDefinition(string CountColumn, string RelationId, string CounterLink)
{
    /// <summary>Title of the tab.</summary>
    public string Title { get; init; } = "Unacked";

    /// <summary>Columns shown of the rows that take messages; each with its own link.</summary>
    public IReadOnlyList<string> TakerColumns { get; init; } = [];

    /// <summary>The column of the taker that bounds what it may hold; 0 is no bound. Null where there is none.</summary>
    public string? LimitColumn { get; init; }

    /// <summary>The column of the counting row with the number it holds.</summary>
    public required string HeldColumn { get; init; }

    /// <summary>The column of the counting row with the number of takers that share it; null where each has its own.</summary>
    public string? SharedColumn { get; init; }

    /// <summary>Further columns shown of the counting row: since when it is idle, its rates.</summary>
    public IReadOnlyList<string> CounterColumns { get; init; } = [];

    /// <summary>What the broker cannot tell of messages that are held, and what to do, in sentences.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}
