using System.ComponentModel;
using Dashboard.Core.History;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Connections;

/// <summary>Connections: health, age, problems, figures.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections").WithTags("Connections");
        group.MapGet("", List).Describe("listConnections", "All connections", "In configured order, with health, age and problems.");
        group.MapGet("{connection}", Find).Describe("getConnection", "One connection", "With figures, notices and its lists.").Problems(404);
        group.MapGet("{connection}/figures/{figure}/history", HistoryAsync)
            .Describe("getFigureHistory", "The last hour of a figure, or more", "For figures with hasHistory; beyond the last hour one point a minute.").Problems(404);
        group.MapPost("{connection}/refresh", Refresh)
            .Describe("refreshConnection", "Read the broker now", "Has the sources read as soon as possible, at most once a second however often it is asked.").Problems(404);
    }

    private static Ok<IReadOnlyList<ConnectionDto>> List(ISnapshotStore snapshots, TimeProvider time) =>
        TypedResults.Ok<IReadOnlyList<ConnectionDto>>([.. snapshots.All.Select(snapshot => Of(snapshot, time.GetUtcNow()))]);

    private static Ok<ConnectionDetailDto> Find([Description("Id of the connection.")] string connection, ISnapshotStore snapshots, TimeProvider time)
    {
        var snapshot = snapshots.Need(connection);
        return TypedResults.Ok(new ConnectionDetailDto
        {
            Connection = Of(snapshot, time.GetUtcNow()),
            Figures = [.. snapshot.Figures.Select(Of)],
            Notices = [.. snapshot.Notices.Select(Of)],
            Sections = [.. snapshot.Sections.Select(Of)],
        });
    }

    private static async Task<Ok<HistoryDto>> HistoryAsync(
        [Description("Id of the connection.")] string connection,
        [Description("Id of the figure.")] string figure,
        [Description("How far back, 1 to 24; 1 unless told.")] int? hours,
        ISnapshotStore snapshots,
        IHistory history,
        IHistoryArchive archive,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Need(connection);
        if (snapshot.Figure(figure) is not { KeepsHistory: true } known)
            throw ApiException.NotFound($"The connection '{connection}' has no figure '{figure}' with a history.");
        var id = snapshot.Connection.Id;
        return TypedResults.Ok(await HistoryDto.ReadAsync(
            figure, Units.Of(known.Type), history.OfFigure(id, figure), hours, HistorySubject.Figure(id, figure), default, "", archive, time, cancellationToken));
    }

    private static Accepted Refresh([Description("Id of the connection.")] string connection, ISnapshotStore snapshots, IPollControl polls)
    {
        polls.RefreshNow(snapshots.Need(connection).Connection.Id);
        return TypedResults.Accepted((string?)null);
    }

    private static ConnectionDto Of(ConnectionSnapshot snapshot, DateTimeOffset now) => new()
    {
        Id = snapshot.Connection.Id.Value,
        Name = snapshot.Connection.Name,
        Kind = snapshot.Connection.Kind.Value,
        Environment = snapshot.Connection.Environment.Value,
        IsReadOnly = snapshot.Connection.IsReadOnly,
        Health = snapshot.Health,
        Version = snapshot.Version,
        LastGoodAt = snapshot.LastGoodAt,
        AgeSeconds = snapshot.LastGoodAt is { } at ? Math.Max(0, (now - at).TotalSeconds) : null,
        Product = snapshot.Product,
        ClusterName = snapshot.ClusterName,
        Problems = [.. snapshot.Problems.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => SourceProblemDto.Of(p.Value, p.Key))],
    };

    private static FigureDto Of(Figure figure) => new()
    {
        Id = figure.Id,
        Title = figure.Title,
        Type = figure.Type,
        Unit = Units.Of(figure.Type),
        Description = figure.Help,
        Value = MetricDto.Of(figure.Value),
        HasHistory = figure.KeepsHistory,
    };

    private static NoticeDto Of(Notice notice) => new()
    {
        Id = notice.Id,
        Tone = notice.Tone,
        Text = notice.Text,
        Section = notice.SectionId,
        RowId = notice.Key is { } key ? ApiPaths.IdOf(key) : null,
    };

    private static SectionSummaryDto Of(SectionSnapshot section) => new()
    {
        Id = section.Definition.Id,
        Title = section.Definition.Title,
        RowCount = section.Table?.RowCount,
        ReadAt = section.Table?.ReadAt,
        IsStale = section.IsStale,
    };
}
