using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <summary>What a history belongs to: a section of a connection, whose rows and columns have series, or one of its figures.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="IsFigure">One figure of the connection; otherwise a section.</param>
/// <param name="Id">Id of the section or of the figure.</param>
public readonly record struct HistorySubject(ConnectionId Connection, bool IsFigure, string Id)
{
    public static HistorySubject Section(ConnectionId connection, string sectionId) => new(connection, IsFigure: false, sectionId);

    public static HistorySubject Figure(ConnectionId connection, string figureId) => new(connection, IsFigure: true, figureId);
}
