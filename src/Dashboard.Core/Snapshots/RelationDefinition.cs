namespace Dashboard.Core.Snapshots;

/// <summary>
/// Rows of another section that belong to a row of this one: the consumers of a queue, its bindings. Shown as a tab of the row's page.
/// </summary>
/// <param name="Id">Name of the tab in URLs.</param>
/// <param name="Title">Title of the tab.</param>
/// <param name="SectionId">The section that holds the related rows.</param>
/// <param name="Match">Pairs (column here, column there) that must be equal.</param>
public sealed record RelationDefinition(string Id, string Title, string SectionId, IReadOnlyList<ColumnMatch> Match)
{
    /// <summary>Further fixed conditions on the related rows, for instance <c>destination_type = queue</c>.</summary>
    public IReadOnlyList<FixedMatch> Where { get; init; } = [];

    /// <summary>What to say where there are no related rows.</summary>
    public string EmptyText { get; init; } = "None.";

    /// <summary>Drawn on the row's overview as a strip with a cell for each related row; null for a tab alone.</summary>
    public StripDefinition? Strip { get; init; }
}

/// <summary>
/// Related rows side by side as cells of a heat strip, for few things of which each is a share: partitions of a topic. A cell leads to its row.
/// </summary>
/// <param name="ValueColumn">The numeric column of the related section by which cells are shaded, from none to the most.</param>
/// <param name="ToneColumn">A column of the related section whose tones mark cells; null for none.</param>
public sealed record StripDefinition(string ValueColumn, string? ToneColumn = null);

/// <summary>Two columns that must be equal: <paramref name="Column"/> of this section and <paramref name="OtherColumn"/> of the related one.</summary>
public sealed record ColumnMatch(string Column, string OtherColumn);

/// <summary>A text column of the related section that must have this value.</summary>
public sealed record FixedMatch(string OtherColumn, string Value);
