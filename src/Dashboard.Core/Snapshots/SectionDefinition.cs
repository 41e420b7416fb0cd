using System.Collections.Frozen;

namespace Dashboard.Core.Snapshots;

/// <summary>
/// One list of a broker as its provider declares it: Queues, Exchanges, Topics. The grid, the row's page, search, export and API of
/// the section follow from this declaration alone.
/// </summary>
public sealed class SectionDefinition
{
    private readonly FrozenDictionary<string, int> _ordinals;

    public SectionDefinition(string id, string title, string singular, IReadOnlyList<ColumnDefinition> columns)
    {
        Id = id;
        Title = title;
        Singular = singular;
        Columns = columns;
        _ordinals = columns.Select((column, ordinal) => (column.Id, ordinal)).ToFrozenDictionary(c => c.Id, c => c.ordinal);
    }

    /// <summary>Stable name in URLs: <c>queues</c>.</summary>
    public string Id { get; }

    /// <summary>Title in the rail: <c>Queues</c>.</summary>
    public string Title { get; }

    /// <summary>What one row is called, in lower case: <c>queue</c>.</summary>
    public string Singular { get; }

    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>The columns whose values make a row's key, in this order.</summary>
    public required IReadOnlyList<string> KeyColumns { get; init; }

    /// <summary>The column that names a row for people; its cell links to the row's page.</summary>
    public required string NameColumn { get; init; }

    /// <summary>The column that holds the vhost or database of a row; null where there is none.</summary>
    public string? ScopeColumn { get; init; }

    /// <summary>What a row is as a <c>DestinationRef.Kind</c> when messages can stand there or be sent there; null for other rows.</summary>
    public string? DestinationKind { get; init; }

    /// <summary>Sorted by this at first; null keeps the provider's order.</summary>
    public string? DefaultSort { get; init; }

    public bool IsDefaultSortDescending { get; init; }

    /// <summary>The filter that the list begins with, in the grammar of filters; an operator sees it, changes it or takes it out. Empty for none.</summary>
    public string DefaultFilter { get; init; } = "";

    /// <summary>Why an empty list is empty, and the next step.</summary>
    public string EmptyText { get; init; } = "Nothing here.";

    public IReadOnlyList<RelationDefinition> Relations { get; init; } = [];

    /// <summary>Who holds messages of a row that were delivered and are not settled; null where that makes no sense or cannot be told.</summary>
    public HoldersDefinition? Holders { get; init; }

    /// <summary>Ordinal of a column, or -1.</summary>
    public int OrdinalOf(string columnId) => _ordinals.GetValueOrDefault(columnId, -1);

    /// <summary>The column, or null.</summary>
    public ColumnDefinition? Column(string columnId) => OrdinalOf(columnId) is var i and >= 0 ? Columns[i] : null;
}
