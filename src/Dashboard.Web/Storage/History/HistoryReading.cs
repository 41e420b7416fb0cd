using Dapper;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>Statements that read one series for a chart.</summary>
internal static class HistoryReading
{
    /// <summary>When the subject was read since a time, and the values that were new since, with the one that held at that time.</summary>
    public static (IReadOnlyList<double> Ticks, IReadOnlyList<(double Time, double Value)> Changes) Read(
        SqliteConnection connection, HistorySubject subject, RowKey key, string columnId, long from)
    {
        var series = connection.QueryFirstOrDefault<(long Subject, long Series)>(
            """
            SELECT subject.id, series.id FROM subject JOIN series ON series.subject = subject.id
            WHERE connection = @Connection AND is_figure = @IsFigure AND name = @Name AND row_key = @Key AND column_id = @Column
            """,
            new { Connection = subject.Connection.Value, IsFigure = subject.IsFigure ? 1 : 0, Name = subject.Id, Key = key.Value ?? "", Column = columnId });
        if (series.Series == 0)
            return ([], []);
        var ticks = connection.Query<double>("SELECT CAST(at AS REAL) FROM tick WHERE subject = @Subject AND at >= @From ORDER BY at", new { series.Subject, From = from });
        var changes = connection.Query<(double Time, double? Value)>(
            """
            SELECT CAST(at AS REAL), value FROM point WHERE series = @Series
            AND at >= coalesce((SELECT max(at) FROM point WHERE series = @Series AND at <= @From), @From) ORDER BY at
            """,
            new { series.Series, From = from });
        return ([.. ticks], [.. changes.Select(change => (change.Time, change.Value ?? double.NaN))]);
    }
}
