using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Metrics;

/// <summary>
/// Gathers what is exported, from snapshots alone. Names follow from what providers declare: a figure <c>messages_ready</c> is <c>broker_messages_ready</c>,
/// a column <c>ready</c> of the list of queues is <c>broker_queue_ready</c>. What is not known is left out: it is never 0.
/// </summary>
internal sealed class MetricsCollection(
    ISnapshotStore snapshots, ISectionQueries queries, IJobBoard jobs, ProcessMetrics process, IOptions<MetricsOptions> options, TimeProvider time)
{
    public IReadOnlyList<MetricFamily> Gather()
    {
        var families = new FamilyBuilder();
        var now = time.GetUtcNow();
        foreach (var snapshot in snapshots.All)
            Add(families, snapshot, now);
        foreach (var state in Enum.GetValues<JobState>())
            families.Add("dashboard_operations", "Operations by state: the recent ones and all that have not ended.", jobs.Recent.Count(job => job.State == state), ("state", state.ToString().ToLowerInvariant()));
        process.AddTo(families);
        return families.Build();
    }

    private void Add(FamilyBuilder families, ConnectionSnapshot snapshot, DateTimeOffset now)
    {
        var connection = ("connection", snapshot.Connection.Id.Value);
        families.Add("broker_up", "1 while every essential source of the broker answers.", snapshot.Health is ConnectionHealth.Up or ConnectionHealth.Partial ? 1 : 0, connection);
        foreach (var health in Enum.GetValues<ConnectionHealth>())
            families.Add("broker_health", "1 for the health the connection has.", snapshot.Health == health ? 1 : 0, connection, ("health", health.ToString().ToLowerInvariant()));
        if (snapshot.LastGoodAt is { } at)
            families.Add("broker_snapshot_age_seconds", "Since an essential source last answered.", Math.Max(0, (now - at).TotalSeconds), connection);
        families.Add("broker_sources_failing", "Sources that fail now.", snapshot.Problems.Count, connection);
        foreach (var read in snapshot.Reads)
            families.Add("broker_poll_seconds", "How long the last read of a source took.", read.Value.TotalSeconds, connection, ("source", read.Key));
        foreach (var figure in snapshot.Figures.Where(f => f.Value.IsAvailable))
            families.Add($"broker_{figure.Id}{Suffix(figure.Type)}", Sentence(figure.Title, figure.Help), Scaled(figure.Type, figure.Value.Value), connection);
        foreach (var section in snapshot.Sections.Where(s => s is { Table: not null, Definition.DestinationKind: not null }))
            Add(families, snapshot.Connection.Id, section, now);
    }

    private void Add(FamilyBuilder families, ConnectionId connection, SectionSnapshot section, DateTimeOffset now)
    {
        var table = section.Table!;
        var definition = section.Definition;
        (string, string)[] labels = [("connection", connection.Value), ("list", definition.Id)];
        families.Add("broker_list_rows", "Rows of a list.", table.RowCount, labels);
        families.Add("broker_list_age_seconds", "Since the list was read.", Math.Max(0, (now - table.ReadAt).TotalSeconds), labels);
        var columns = ColumnsOf(definition);
        if (columns.Count == 0)
            return;
        var rows = RowsOf(table, definition);
        families.Add("broker_list_rows_exported", "Rows that are exported one by one; Dashboard:Metrics bounds them.", rows.Count, labels);
        foreach (var ordinal in columns)
        {
            if (table.Columns[ordinal].UnavailableReason is null)
                AddColumn(families, connection, table, ordinal, rows);
        }
    }

    private static void AddColumn(FamilyBuilder families, ConnectionId connection, SectionTable table, int ordinal, IReadOnlyList<int> rows)
    {
        var definition = table.Definition;
        var declared = definition.Columns[ordinal];
        var column = table.Columns[ordinal];
        var name = $"broker_{definition.Singular}_{declared.Id}{Suffix(declared.Type)}";
        foreach (var row in rows)
        {
            if (!column.HasValue(row) || !double.IsFinite(column.NumberAt(row)))
                continue;
            var place = table.DestinationAt(connection, row)!;
            families.Add(name, Sentence(declared.Title, declared.Help), Scaled(declared.Type, column.NumberAt(row)), ("connection", connection.Value), ("scope", place.Scope), ("name", place.Name));
        }
    }

    // Figures that are in sight in the page: what a provider thinks worth looking at.
    private static List<int> ColumnsOf(SectionDefinition definition) =>
        [.. Enumerable.Range(0, definition.Columns.Count).Where(i => definition.Columns[i] is { IsText: false, IsDefaultVisible: true, Type: not ColumnType.Flag })];

    private IReadOnlyList<int> RowsOf(SectionTable table, SectionDefinition definition)
    {
        var sort = definition.DefaultSort is { } column ? $"{(definition.IsDefaultSortDescending ? "-" : "")}{column}" : "";
        var view = queries.Run(table, new GridQuery("", options.Value.Filter, sort));
        return view.FilterError is not null ? [] : [.. view.Rows.Take(options.Value.MaxRows)];
    }

    private static string Sentence(string title, string help) => help.Length == 0 ? title : help;

    private static string Suffix(ColumnType type) => type switch
    {
        ColumnType.Rate => "_per_second",
        ColumnType.Bytes => "_bytes",
        ColumnType.Percent => "_ratio",
        ColumnType.Duration => "_seconds",
        ColumnType.Timestamp => "_timestamp_seconds",
        _ => "",
    };

    private static double Scaled(ColumnType type, double value) => type == ColumnType.Timestamp ? value / 1000 : value;
}
