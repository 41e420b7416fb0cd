using Dapper;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Prepared statements for the lines of a ledger; tens of thousands of messages go through here each second.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteCommand _message;
    private readonly SqliteCommand _step;
    private readonly SqliteCommand _run;
    private readonly SqliteCommand _done;

    public LedgerWriter(SqliteConnection connection)
    {
        _message = Prepare(
            connection,
            "INSERT INTO message (sequence, message_id, fingerprint, position, target, size, at) VALUES (@a, @b, @c, @d, @e, @f, @g)",
            7);
        _step = Prepare(connection, "INSERT INTO step (sequence, kind, detail, at) VALUES (@a, @b, @c, @d)", 4);
        _run = Prepare(connection, "INSERT INTO run (first, count, position, target, sizes, at) VALUES (@a, @b, @c, @d, @e, @f)", 6);
        _done = Prepare(connection, "INSERT OR IGNORE INTO done (first, count, at) VALUES (@a, @b, @c)", 3);
        HasRuns = connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM run)") != 0;
    }

    /// <summary>The ledger is one of places.</summary>
    public bool HasRuns { get; private set; }

    public void Write(IReadOnlyList<LedgerEntry> entries, long now)
    {
        for (var i = 0; i < entries.Count;)
        {
            var entry = entries[i];
            if (entry.Row is { Identity: null })
                i += WriteRun(entries, i, now);
            else if (HasRuns && entry is { Step: LedgerStep.Delivered, Row: null, Detail: null })
                i += WriteDone(entries, i, now);
            else
                WriteOne(entries[i++], now);
        }
    }

    public void Dispose()
    {
        _message.Dispose();
        _step.Dispose();
        _run.Dispose();
        _done.Dispose();
    }

    private void WriteOne(LedgerEntry entry, long now)
    {
        if (entry.Row is { Identity: { } identity } row)
        {
            Run(_message, entry.Sequence, identity.MessageId, identity.Fingerprint, row.Position, row.Target, row.Size, now);
            if (entry.Step == LedgerStep.Intended)
                return;
        }

        Run(_step, entry.Sequence, (int)entry.Step, entry.Detail, now);
    }

    /// <summary>Places that follow each other; returns how many entries it took.</summary>
    private int WriteRun(IReadOnlyList<LedgerEntry> entries, int from, long now)
    {
        HasRuns = true;
        var (first, row) = (entries[from], entries[from].Row!);
        var sizes = new VarintWriter();
        var count = 0;
        while (from + count < entries.Count && entries[from + count] is { Row: { Identity: null } next } entry
            && entry.Sequence == first.Sequence + count && next.Position == row.Position + count && next.Target == row.Target)
        {
            sizes.Write(next.Size);
            count++;
        }

        Run(_run, first.Sequence, count, row.Position, row.Target, sizes.ToArray(), now);
        for (var i = from; i < from + count; i++)
        {
            if (entries[i].Step != LedgerStep.Intended)
                Run(_step, entries[i].Sequence, (int)entries[i].Step, entries[i].Detail, now);
        }

        return count;
    }

    private int WriteDone(IReadOnlyList<LedgerEntry> entries, int from, long now)
    {
        var first = entries[from].Sequence;
        var count = 1;
        while (from + count < entries.Count && entries[from + count] is { Step: LedgerStep.Delivered, Row: null, Detail: null } next && next.Sequence == first + count)
            count++;
        Run(_done, first, count, now);
        return count;
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
