using System.ComponentModel;
using System.Text.Json.Serialization;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Api.Connections;

/// <summary>A configured connection and whether it can be trusted now.</summary>
internal sealed record ConnectionDto
{
    [Description("Stable id, as configured.")]
    public required string Id { get; init; }

    [Description("Name for people.")]
    public required string Name { get; init; }

    [Description("Kind of broker: rabbitmq.")]
    public required string Kind { get; init; }

    [Description("The environment it belongs to; empty for none. In production, what changes messages must be confirmed by typing a name.")]
    public required string Environment { get; init; }

    [Description("Nothing can be changed through it.")]
    public required bool IsReadOnly { get; init; }

    [Description("connecting: nothing read yet. up: all sources answer. partial: some fail. down: what is shown is the last good data.")]
    public required ConnectionHealth Health { get; init; }

    [Description("Rises with each change of what is known of it.")]
    public required long Version { get; init; }

    [Description("When an essential source last answered; null when none did yet.")]
    public required DateTimeOffset? LastGoodAt { get; init; }

    [Description("Seconds since then.")]
    public required double? AgeSeconds { get; init; }

    [Description("Product and version, in the broker's words.")]
    public required string? Product { get; init; }

    [Description("The cluster's own name.")]
    public required string? ClusterName { get; init; }

    [Description("Sources that fail now.")]
    public required IReadOnlyList<SourceProblemDto> Problems { get; init; }
}

/// <summary>A connection with its figures, notices and lists.</summary>
internal sealed record ConnectionDetailDto
{
    [Description("The connection.")]
    public required ConnectionDto Connection { get; init; }

    [Description("Figures of the whole cluster.")]
    public required IReadOnlyList<FigureDto> Figures { get; init; }

    [Description("What the broker says of itself: alarms, partitions, nodes that are down.")]
    public required IReadOnlyList<NoticeDto> Notices { get; init; }

    [Description("Its lists, in the broker's order.")]
    public required IReadOnlyList<SectionSummaryDto> Sections { get; init; }
}

/// <summary>Why a source cannot be read.</summary>
internal sealed record SourceProblemDto
{
    [Description("The source; null where it is said of a section.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    [Description("What sort of failure.")]
    public required SourceProblemKind Kind { get; init; }

    [Description("In words, with the broker's own. Text of a foreign system: show it as text.")]
    public required string Message { get; init; }

    [Description("When the first of the attempts in a row failed.")]
    public required DateTimeOffset Since { get; init; }

    [Description("When the last one failed.")]
    public required DateTimeOffset FailedAt { get; init; }

    [Description("When it is tried again.")]
    public required DateTimeOffset NextTryAt { get; init; }

    public static SourceProblemDto Of(SourceProblem problem, string? source = null) => new()
    {
        Source = source,
        Kind = problem.Kind,
        Message = problem.Message,
        Since = problem.Since,
        FailedAt = problem.FailedAt,
        NextTryAt = problem.NextTryAt,
    };
}

/// <summary>One figure of a whole connection.</summary>
internal sealed record FigureDto
{
    [Description("Stable name.")]
    public required string Id { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("Decides the unit.")]
    public required ColumnType Type { get; init; }

    [Description("Unit of the value; null for none.")]
    public required string? Unit { get; init; }

    [Description("What it means.")]
    public required string Description { get; init; }

    [Description("The figure.")]
    public required MetricDto Value { get; init; }

    [Description("The last hour can be asked for.")]
    public required bool HasHistory { get; init; }
}

/// <summary>Something the broker says of itself.</summary>
internal sealed record NoticeDto
{
    [Description("Stable while it lasts.")]
    public required string Id { get; init; }

    [Description("How bad.")]
    public required Tone Tone { get; init; }

    [Description("In words. Text of a foreign system: show it as text.")]
    public required string Text { get; init; }

    [Description("The section it is about; null for the connection.")]
    public required string? Section { get; init; }

    [Description("Id of the row it is about; null for none.")]
    public required string? RowId { get; init; }
}

/// <summary>One list, in short.</summary>
internal sealed record SectionSummaryDto
{
    [Description("Stable name in paths.")]
    public required string Id { get; init; }

    [Description("Words for people.")]
    public required string Title { get; init; }

    [Description("Number of rows; null until it was read.")]
    public required int? RowCount { get; init; }

    [Description("When the broker was asked; null until it was read.")]
    public required DateTimeOffset? ReadAt { get; init; }

    [Description("Its source fails now: rows are the last good ones.")]
    public required bool IsStale { get; init; }
}
