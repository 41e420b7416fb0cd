using Dashboard.Core.History;
using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>One line of a chart: its name, and where its points come from.</summary>
/// <param name="Title">Name in the legend.</param>
/// <param name="Read">The last hour.</param>
/// <param name="ReadOlderAsync">What is kept beyond it, since a time.</param>
public sealed record ChartLine(string Title, Func<HistorySeries> Read, Func<DateTimeOffset, CancellationToken, Task<HistorySeries>> ReadOlderAsync)
{
    /// <summary>A cell of a row.</summary>
    public static ChartLine OfCell(
        IHistory history, IHistoryArchive archive, string title, ConnectionId connection, string sectionId, RowKey key, string columnId)
        => new(
            title,
            () => history.OfCell(connection, sectionId, key, columnId),
            (from, token) => archive.ReadAsync(HistorySubject.Section(connection, sectionId), key, columnId, from, token));

    /// <summary>A figure of a connection.</summary>
    public static ChartLine OfFigure(IHistory history, IHistoryArchive archive, string title, ConnectionId connection, string figureId)
        => new(
            title,
            () => history.OfFigure(connection, figureId),
            (from, token) => archive.ReadAsync(HistorySubject.Figure(connection, figureId), default, "", from, token));
}
