using Dapper;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>Statements that read a whole stretch of every subject, after a restart.</summary>
internal static class HistoryRestoring
{
    public static IReadOnlyList<HistoryChanges> Read(SqliteConnection connection, long from)
    {
        var read = new List<HistoryChanges>();
        foreach (var subject in connection.Query<(long Id, string Connection, long IsFigure, string Name)>("SELECT id, connection, is_figure, name FROM subject").ToList())
        {
            var ticks = connection.Query<double>("SELECT CAST(at AS REAL) FROM tick WHERE subject = @Id AND at >= @From ORDER BY at", new { subject.Id, From = from }).ToList();
            if (ticks.Count > 0)
                read.Add(Read(connection, subject.Id, new HistorySubject(new ConnectionId(subject.Connection), subject.IsFigure != 0, subject.Name), ticks, from));
        }

        return read;
    }

    /// <summary>The points since a time, and before them the one that held then, of every series that was known at all.</summary>
    private static HistoryChanges Read(SqliteConnection connection, long subjectId, HistorySubject subject, List<double> ticks, long from)
    {
        var columns = connection.Query<string>("SELECT DISTINCT column_id FROM series WHERE subject = @subjectId ORDER BY column_id", new { subjectId }).ToList();
        var changes = connection.Query<(string Key, string Column, double Time, double? Value)>(
            """
            SELECT row_key, column_id, CAST(at AS REAL), value FROM series JOIN point ON point.series = series.id
            WHERE subject = @subjectId AND at >= coalesce((SELECT max(held.at) FROM point AS held WHERE held.series = series.id AND held.at <= @from), @from)
            ORDER BY series.id, at
            """,
            new { subjectId, from },
            buffered: false);
        return new HistoryChanges(subject, columns, ticks, [.. changes.Select(row =>
            new HistoryChange(KeyOf(subject, row.Key), columns.IndexOf(row.Column), row.Time, row.Value ?? double.NaN))]);
    }

    private static RowKey KeyOf(HistorySubject subject, string key) => subject.IsFigure ? default : new RowKey(key);
}
