using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>The rows with most of what their list is sorted by: queues by ready messages, groups by lag.</summary>
/// <param name="Title">What and by what: <c>Queues by ready</c>.</param>
/// <param name="Rows">Greatest first; empty where every figure is zero or unknown.</param>
public sealed record TopList(string Title, IReadOnlyList<TopRow> Rows)
{
    /// <summary>
    /// One list for each kind of destination in these connections whose declaration sorts it by a count. Which lists those are is the providers' word.
    /// </summary>
    public static IReadOnlyList<TopList> Of(IReadOnlyList<ConnectionSnapshot> connections, int most) =>
    [
        .. connections.SelectMany(snapshot => snapshot.Sections.Where(IsCounted).Select(section => (Snapshot: snapshot, Section: section)))
            .GroupBy(one => (one.Snapshot.Connection.Kind, one.Section.Definition.Id))
            .Select(group => new TopList(TitleOf(group.First().Section.Definition), [.. group.SelectMany(one => RowsOf(one.Snapshot, one.Section, most)).OrderByDescending(row => row.Value).Take(most)])),
    ];

    private static bool IsCounted(SectionSnapshot section) =>
        section.Definition is { DestinationKind: not null, DefaultSort: { } sort, IsDefaultSortDescending: true } definition
        && definition.Column(sort) is { Type: ColumnType.Integer, IsTotalled: true }
        && section.Table is not null;

    private static string TitleOf(SectionDefinition definition) => $"{definition.Title} by {definition.Column(definition.DefaultSort!)!.Title.ToLowerInvariant()}";

    private static IEnumerable<TopRow> RowsOf(ConnectionSnapshot snapshot, SectionSnapshot section, int most)
    {
        var table = section.Table!;
        var definition = section.Definition;
        var data = table[definition.DefaultSort!];
        // The least of the best stands on top, so that one walk over a hundred thousand rows is enough.
        var best = new PriorityQueue<int, double>(most + 1);
        for (var row = 0; row < table.RowCount; row++)
        {
            if (!data.HasValue(row) || data.NumberAt(row) <= 0)
                continue;
            best.Enqueue(row, data.NumberAt(row));
            if (best.Count > most)
                best.Dequeue();
        }

        var scope = definition.ScopeColumn is { } column && column != definition.NameColumn ? table[column] : null;
        return best.UnorderedItems.Select(item => new TopRow(
            snapshot.Connection, definition.Id, definition.DefaultSort!, table.Keys[item.Element], Names.Shown(table[definition.NameColumn].TextAt(item.Element)),
            scope?.TextAt(item.Element), item.Priority, section.IsStale));
    }
}

/// <summary>One row of a <see cref="TopList"/>.</summary>
/// <param name="Connection">Where.</param>
/// <param name="SectionId">Its list.</param>
/// <param name="ColumnId">The column that is counted.</param>
/// <param name="Key">The row.</param>
/// <param name="Name">Its name; hostile text.</param>
/// <param name="Scope">Its vhost or database; null for none. Hostile text.</param>
/// <param name="Value">The count.</param>
/// <param name="IsStale">It is the last good value of a source that fails now.</param>
public sealed record TopRow(
    Core.Model.ConnectionInfo Connection, string SectionId, string ColumnId, RowKey Key, string Name, string? Scope, double Value, bool IsStale);
