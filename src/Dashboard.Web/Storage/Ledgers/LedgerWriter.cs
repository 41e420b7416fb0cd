using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Prepared statements for the two kinds of lines; tens of thousands of them go through here each second.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteCommand _message;
    private readonly SqliteCommand _step;

    public LedgerWriter(SqliteConnection connection)
    {
        _message = Prepare(
            connection,
            "INSERT INTO message (sequence, message_id, fingerprint, position, target, size, at) VALUES (@a, @b, @c, @d, @e, @f, @g)",
            7);
        _step = Prepare(connection, "INSERT INTO step (sequence, kind, detail, at) VALUES (@a, @b, @c, @d)", 4);
    }

    public void Write(LedgerEntry entry, long now)
    {
        if (entry.Row is { } row)
        {
            Run(_message, entry.Sequence, row.Identity.MessageId, row.Identity.Fingerprint, row.Position, row.Target, row.Size, now);
            if (entry.Step == LedgerStep.Intended)
                return;
        }

        Run(_step, entry.Sequence, (int)entry.Step, entry.Detail, now);
    }

    public void Dispose()
    {
        _message.Dispose();
        _step.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + (char)('a' + i);
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
