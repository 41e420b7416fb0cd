using Dapper;
using Dashboard.Core.History;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>Statements that write points and ticks.</summary>
internal static class HistoryWriting
{
    public static bool Append(
        SqliteConnection connection,
        IReadOnlyList<HistoryChanges> stretches,
        Func<SqliteConnection, HistorySubject, long> subjectId,
        Func<SqliteConnection, long, string, string, long> seriesId)
    {
        using var tick = new PreparedRow(connection, "INSERT OR REPLACE INTO tick (subject, at) VALUES ($1, $2)");
        using var point = new PreparedRow(connection, "INSERT OR REPLACE INTO point (series, at, value) VALUES ($1, $2, $3)");
        foreach (var stretch in stretches)
        {
            var subject = subjectId(connection, stretch.Subject);
            foreach (var at in stretch.Ticks)
                tick.Write(subject, (long)at);
            foreach (var change in stretch.Changes)
            {
                var series = seriesId(connection, subject, change.Key.Value ?? "", stretch.Columns[change.Column]);
                point.Write(series, (long)change.Time, double.IsNaN(change.Value) ? DBNull.Value : change.Value);
            }
        }

        return true;
    }

    public static long SubjectId(SqliteConnection connection, HistorySubject subject)
    {
        var named = new { Connection = subject.Connection.Value, IsFigure = subject.IsFigure ? 1 : 0, Name = subject.Id };
        connection.Execute("INSERT OR IGNORE INTO subject (connection, is_figure, name) VALUES (@Connection, @IsFigure, @Name)", named);
        return connection.ExecuteScalar<long>("SELECT id FROM subject WHERE connection = @Connection AND is_figure = @IsFigure AND name = @Name", named);
    }

    public static long SeriesId(SqliteConnection connection, long subject, string key, string column)
    {
        var named = new { Subject = subject, Key = key, Column = column };
        connection.Execute("INSERT OR IGNORE INTO series (subject, row_key, column_id) VALUES (@Subject, @Key, @Column)", named);
        return connection.ExecuteScalar<long>("SELECT id FROM series WHERE subject = @Subject AND row_key = @Key AND column_id = @Column", named);
    }

    /// <summary>One statement, prepared once, for many rows.</summary>
    private sealed class PreparedRow : IDisposable
    {
        private readonly SqliteCommand _command;

        public PreparedRow(SqliteConnection connection, string sql)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
        }

        public void Write(params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (i == _command.Parameters.Count)
                    _command.Parameters.AddWithValue($"${i + 1}", values[i]);
                else
                    _command.Parameters[i].Value = values[i];
            }

            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
