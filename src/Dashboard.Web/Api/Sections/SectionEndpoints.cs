using System.ComponentModel;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Sections;

/// <summary>A connection's lists, as its provider declares them, and their rows.</summary>
internal static class SectionEndpoints
{
    private const int MaxText = 4096;

    public static void MapSections(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{connection}/sections").WithTags("Lists");
        group.MapGet("", List).Describe("listSections", "All lists of a connection", "With the declarations of their columns: type, unit, what they mean.").Problems(404);
        group.MapGet("{section}", Find).Describe("getSection", "One list's declaration", "Columns, key, freshness.").Problems(404);
        group.MapGet("{section}/rows", Rows)
            .Describe("listRows", "Rows of a list", "Searched, filtered and sorted as in the page. Nothing is asked of the broker: this is the latest snapshot, and it says how old it is.")
            .Problems(404, 503);
        group.MapGet("{section}/rows/{row}", Row).Describe("getRow", "One row", "By its id, which listRows gives.").Problems(404, 503);
        group.MapGet("{section}/rows/{row}/history", HistoryAsync)
            .Describe("getRowHistory", "The last hour of one cell, or more", "For columns with hasHistory; beyond the last hour one point a minute.").Problems(404, 503);
    }

    private static Ok<IReadOnlyList<SectionDto>> List([Description("Id of the connection.")] string connection, ISnapshotStore snapshots, TimeProvider time) =>
        TypedResults.Ok<IReadOnlyList<SectionDto>>([.. snapshots.Need(connection).Sections.Select(section => Of(section, time.GetUtcNow()))]);

    private static Ok<SectionDto> Find(
        [Description("Id of the connection.")] string connection, [Description("Id of the section.")] string section, ISnapshotStore snapshots, TimeProvider time) =>
        TypedResults.Ok(Of(snapshots.Need(connection).Need(section), time.GetUtcNow()));

    private static Ok<RowsDto> Rows(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the section.")] string section,
        [Description("Words that must all be found, without case, in any text column.")] string? search,
        [Description("A filter over column ids, for example: ready > 10k and consumers = 0. The grammar is in docs/filter.md.")] string? filter,
        [Description("Column ids, the first decides; with - before it, descending: -ready,name")] string? sort,
        [Description("Skip so many rows.")] int? offset,
        [Description("At most so many rows, 1 to 1,000; 100 unless told.")] int? limit,
        [Description("Column ids to be in the answer; all unless told.")] string? columns,
        ISnapshotStore snapshots,
        ISectionQueries queries,
        TimeProvider time)
    {
        var snapshot = snapshots.Need(connection);
        var found = snapshot.Need(section);
        var page = ApiContext.Page(offset, limit);
        var ordinals = Columns(found.Definition, columns);
        CheckTexts(found.Definition, search, filter, sort);
        var table = found.NeedTable();
        var view = queries.Run(table, new GridQuery(search ?? "", filter ?? "", sort ?? ""));
        if (view.FilterError is { } error)
            throw ApiException.Parameter("filter", $"At character {view.FilterErrorAt + 1}: {error}");
        return TypedResults.Ok(new RowsDto
        {
            Rows = [.. view.Rows.Skip(page.Offset).Take(page.Limit).Select(row => RowWriting.Write(snapshot.Connection.Id, table, row, ordinals))],
            Total = view.Rows.Length,
            Offset = page.Offset,
            Totals = view.Totals,
            Unjudgeable = view.Unjudgeable,
            PartialColumns = view.PartialColumns,
            UnavailableColumns = RowWriting.Unavailable(table, ordinals),
            Freshness = FreshnessDto.Of(found, time.GetUtcNow()),
        });
    }

    private static Ok<RowDetailDto> Row(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the section.")] string section,
        [Description("Id of the row.")] string row,
        ISnapshotStore snapshots,
        TimeProvider time)
    {
        var snapshot = snapshots.Need(connection);
        var found = snapshot.Need(section);
        var table = found.NeedTable();
        return TypedResults.Ok(new RowDetailDto
        {
            Row = RowWriting.Write(snapshot.Connection.Id, table, NeedRow(table, row).Row, [.. Enumerable.Range(0, table.Columns.Count)]),
            Freshness = FreshnessDto.Of(found, time.GetUtcNow()),
        });
    }

    private static async Task<Ok<HistoryDto>> HistoryAsync(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the section.")] string section,
        [Description("Id of the row.")] string row,
        [Description("Id of the column.")] string column,
        [Description("How far back, 1 to 24; 1 unless told.")] int? hours,
        ISnapshotStore snapshots,
        IHistory history,
        IHistoryArchive archive,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Need(connection);
        var found = snapshot.Need(section);
        if (found.Definition.Column(column) is not { KeepsHistory: true } definition)
            throw ApiException.Parameter("column", $"'{section}' has no column '{column}' with a history.");
        var (_, key) = NeedRow(found.NeedTable(), row);
        var id = snapshot.Connection.Id;
        return TypedResults.Ok(await HistoryDto.ReadAsync(
            column, Units.Of(definition.Type), history.OfCell(id, section, key, column), hours, HistorySubject.Section(id, section), key, column, archive, time, cancellationToken));
    }

    private static (int Row, RowKey Key) NeedRow(SectionTable table, string id)
    {
        if (ApiPaths.TryRead(id, out var key) && table.RowOf(key.Value) is var row and >= 0)
            return (row, key.Value);
        throw ApiException.NotFound($"There is no {table.Definition.Singular} with the id '{id}', as of {table.ReadAt:O}.");
    }

    private static int[] Columns(SectionDefinition definition, string? columns) => columns is null
        ? [.. Enumerable.Range(0, definition.Columns.Count)]
        : [.. Names(columns).Select(name => Ordinal(definition, "columns", name)).Distinct()];

    private static void CheckTexts(SectionDefinition definition, string? search, string? filter, string? sort)
    {
        foreach (var (name, text) in new[] { ("search", search), ("filter", filter), ("sort", sort) })
        {
            if (text?.Length > MaxText)
                throw ApiException.Parameter(name, $"{name} has at most {MaxText:N0} characters.");
        }

        foreach (var key in Names(sort ?? ""))
            Ordinal(definition, "sort", SortKey.Parse(key).ColumnId);
    }

    private static int Ordinal(SectionDefinition definition, string parameter, string column) => definition.OrdinalOf(column) is var ordinal and >= 0
        ? ordinal
        : throw ApiException.Parameter(parameter, $"'{definition.Id}' has no column '{column}'.");

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static SectionDto Of(SectionSnapshot section, DateTimeOffset now) => new()
    {
        Id = section.Definition.Id,
        Title = section.Definition.Title,
        Singular = section.Definition.Singular,
        KeyColumns = section.Definition.KeyColumns,
        DestinationKind = section.Definition.DestinationKind,
        Columns = [.. section.Definition.Columns.Select(Of)],
        Freshness = FreshnessDto.Of(section, now),
    };

    private static ColumnDto Of(ColumnDefinition column) => new()
    {
        Id = column.Id,
        Title = column.Title,
        Type = column.Type,
        Unit = Units.Of(column.Type),
        Description = column.Help,
        IsRotating = column.IsRotating,
        HasHistory = column.KeepsHistory,
    };
}
