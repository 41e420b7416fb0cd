using Dapper;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Prepared statements for the lines of a ledger; tens of thousands of messages go through here each second.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly LedgerStatement _message;
    private readonly LedgerStatement _step;
    private readonly LedgerStatement _run;
    private readonly LedgerStatement _done;

    public LedgerWriter(SqliteConnection connection)
    {
        _message = new(connection, "INSERT INTO message (sequence, message_id, fingerprint, position, target, size, at) VALUES (?, ?, ?, ?, ?, ?, ?)");
        _step = new(connection, "INSERT INTO step (sequence, kind, detail, at) VALUES (?, ?, ?, ?)");
        _run = new(connection, "INSERT INTO run (first, count, position, target, sizes, at) VALUES (?, ?, ?, ?, ?, ?)");
        _done = new(connection, "INSERT OR IGNORE INTO done (first, count, at) VALUES (?, ?, ?)");
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
            _message.With(1, entry.Sequence).With(2, identity.MessageId).With(3, identity.Fingerprint).With(4, row.Position).With(5, row.Target).With(6, row.Size).With(7, now).Run();
            if (entry.Step == LedgerStep.Intended)
                return;
        }

        WriteStep(entry, now);
    }

    private void WriteStep(LedgerEntry entry, long now)
        => _step.With(1, entry.Sequence).With(2, (int)entry.Step).With(3, entry.Detail).With(4, now).Run();

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

        _run.With(1, first.Sequence).With(2, count).With(3, row.Position).With(4, row.Target).With(5, sizes.Written).With(6, now).Run();
        for (var i = from; i < from + count; i++)
        {
            if (entries[i].Step != LedgerStep.Intended)
                WriteStep(entries[i], now);
        }

        return count;
    }

    private int WriteDone(IReadOnlyList<LedgerEntry> entries, int from, long now)
    {
        var first = entries[from].Sequence;
        var count = 1;
        while (from + count < entries.Count && entries[from + count] is { Step: LedgerStep.Delivered, Row: null, Detail: null } next && next.Sequence == first + count)
            count++;
        _done.With(1, first).With(2, count).With(3, now).Run();
        return count;
    }
}
