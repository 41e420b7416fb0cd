using System.ComponentModel;
using System.Text.Json.Serialization;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.Connections;

namespace Dashboard.Web.Api.Sections;

/// <summary>The declaration of a list.</summary>
internal sealed record SectionDto
{
    [Description("Stable name in paths.")]
    public required string Id { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("What one row is called.")]
    public required string Singular { get; init; }

    [Description("The columns whose values make a row's key, in this order.")]
    public required IReadOnlyList<string> KeyColumns { get; init; }

    [Description("What a row is as a place for messages; null where messages cannot stand there.")]
    public required string? DestinationKind { get; init; }

    [Description("Columns, for filter, sort and columns.")]
    public required IReadOnlyList<ColumnDto> Columns { get; init; }

    [Description("Whether the rows are still what the broker says.")]
    public required FreshnessDto Freshness { get; init; }
}

/// <summary>The declaration of a column.</summary>
internal sealed record ColumnDto
{
    [Description("Stable name in filters, sorts and cells.")]
    public required string Id { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("What it holds.")]
    public required ColumnType Type { get; init; }

    [Description("Unit of its cells; null for none.")]
    public required string? Unit { get; init; }

    [Description("What it means and where it comes from.")]
    public required string Description { get; init; }

    [Description("Read in turns over all rows: cells have ages of their own and may be missing.")]
    public required bool IsRotating { get; init; }

    [Description("The last hour of each row's value can be asked for.")]
    public required bool HasHistory { get; init; }
}

/// <summary>How old data is and whether it is still read.</summary>
internal sealed record FreshnessDto
{
    [Description("When the broker was asked; null until it was.")]
    public required DateTimeOffset? ReadAt { get; init; }

    [Description("Seconds since then.")]
    public required double? AgeSeconds { get; init; }

    [Description("The source fails now: this is the last good data.")]
    public required bool IsStale { get; init; }

    [Description("Why it fails; null while it does not.")]
    public required SourceProblemDto? Problem { get; init; }

    public static FreshnessDto Of(SectionSnapshot section, DateTimeOffset now) => new()
    {
        ReadAt = section.Table?.ReadAt,
        AgeSeconds = section.Table is { } table ? Math.Max(0, (now - table.ReadAt).TotalSeconds) : null,
        IsStale = section.IsStale,
        Problem = section.Problem is { } problem ? SourceProblemDto.Of(problem) : null,
    };
}

/// <summary>Some rows of a list.</summary>
internal sealed record RowsDto
{
    [Description("The rows, in the order asked for.")]
    public required IReadOnlyList<RowDto> Rows { get; init; }

    [Description("How many rows match in all.")]
    public required int Total { get; init; }

    [Description("Where in these the answer begins.")]
    public required int Offset { get; init; }

    [Description("Sums over all that match, by column; a column with an unknown cell is not in it.")]
    public required IReadOnlyDictionary<string, double> Totals { get; init; }

    [Description("Rows the filter could not judge, because a cell is not known. They are not among the rows.")]
    public required int Unjudgeable { get; init; }

    [Description("Columns that filter or sort rest on and that cover less than all rows: how many they cover.")]
    public required IReadOnlyDictionary<string, int> PartialColumns { get; init; }

    [Description("Columns of which no cell is known, and why.")]
    public required IReadOnlyDictionary<string, string> UnavailableColumns { get; init; }

    [Description("Whether the rows are still what the broker says.")]
    public required FreshnessDto Freshness { get; init; }
}

/// <summary>One row.</summary>
internal sealed record RowDto
{
    [Description("Names the row in paths.")]
    public required string Id { get; init; }

    [Description("Values of the key columns.")]
    public required IReadOnlyList<string> Key { get; init; }

    [Description("Cells by column: text, number, true or false, a time; null where it is not known.")]
    public required IReadOnlyDictionary<string, object?> Cells { get; init; }

    [Description("When cells of columns that are read in turns were read; a cell that never was is not in it.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, DateTimeOffset>? ReadAt { get; init; }

    [Description("The row as a place for messages; null where it is none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DestinationDto? Destination { get; init; }
}

/// <summary>One row, and how old it is.</summary>
internal sealed record RowDetailDto
{
    [Description("The row.")]
    public required RowDto Row { get; init; }

    [Description("Whether it is still what the broker says.")]
    public required FreshnessDto Freshness { get; init; }
}
