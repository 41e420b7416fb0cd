using System.Diagnostics;
using System.Threading.Channels;
using Dapper;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>
/// One job's ledger. A writing task puts whatever waits into one transaction, at most one each 5 ms, and wakes the callers when it is on the disk.
/// </summary>
internal sealed class SqliteLedger : IJobLedger
{
    private static readonly TimeSpan GroupInterval = TimeSpan.FromMilliseconds(5);

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Action _closed;
    private readonly LedgerWriter _writer;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly Task _writing;

    private SqliteLedger(SqliteConnection connection, TimeProvider time, Action closed)
    {
        _connection = connection;
        _time = time;
        _closed = closed;
        _writer = new LedgerWriter(connection);
        _writing = Task.Run(WriteAsync);
    }

    public static SqliteLedger Open(string file, TimeProvider time, Action closed)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.Open(file, pooled: false);
            SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            SqliteFile.OwnerOnly(file);
            SqliteFile.Execute(connection, LedgerSchema.Sql);
            return new SqliteLedger(connection, time, closed);
        }
        catch (SqliteException broken)
        {
            connection?.Dispose();
            throw new LedgerException($"The ledger {Path.GetFileName(file)} cannot be opened: {broken.Message}", broken);
        }
    }

    public Task AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return SubmitAsync(
            () =>
            {
                _writer.Write(entries, now);
                return 0;
            },
            cancellationToken);
    }

    public Task SetFactAsync(string name, long value, CancellationToken cancellationToken)
        => SubmitAsync(
            () => _connection.Execute("INSERT INTO fact (name, value) VALUES (@name, @value)", new { name, value }),
            cancellationToken);

    public Task<long> MarkFaultAsync(string reason, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return SubmitAsync(
            () => LedgerPlaces.Of(_connection) is { } places ? MarkFault(places, reason, now) : _connection.Execute(
                """
                INSERT INTO step (sequence, kind, detail, at)
                SELECT sequence, CASE kind WHEN @Intended THEN @Doubtful ELSE @Unsettled END, @reason, @now
                FROM standing WHERE kind IN (@Intended, @Confirmed) ORDER BY sequence
                """,
                new
                {
                    Intended = (int)LedgerStep.Intended,
                    Confirmed = (int)LedgerStep.Confirmed,
                    Doubtful = (int)LedgerStep.Doubtful,
                    Unsettled = (int)LedgerStep.Unsettled,
                    reason,
                    now,
                }),
            cancellationToken);
    }

    private long MarkFault(LedgerPlaces places, string reason, long now)
    {
        var underWay = places.Undelivered().Where(row => row.Kind is LedgerStep.Intended or LedgerStep.Confirmed).ToList();
        _writer.Write(
            [.. underWay.Select(row => new LedgerEntry(row.Sequence, row.Kind == LedgerStep.Intended ? LedgerStep.Doubtful : LedgerStep.Unsettled, reason))],
            now);
        return underWay.Count;
    }

    public async Task<LedgerState> LoadAsync(bool withClosed, CancellationToken cancellationToken)
    {
        // Through the writing task, so that it sees all that was appended before.
        LedgerState? state = null;
        await SubmitAsync(
            () =>
            {
                state = LedgerReader.Load(_connection, withClosed);
                return 0;
            },
            cancellationToken);
        return state!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_requests.Writer.TryComplete())
            return;
        await _writing;
        _writer.Dispose();
        await _connection.DisposeAsync();
        _closed();
    }

    private async Task<long> SubmitAsync(Func<long> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new Request(work, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_requests.Writer.TryWrite(request))
            throw new LedgerException("The ledger is closed.");

        // Not cancellable from here on: the lines are written, and whoever asked must know.
        return await request.Done.Task;
    }

    private async Task WriteAsync()
    {
        var group = new List<Request>();
        var lastCommit = Stopwatch.StartNew();
        while (await _requests.Reader.WaitToReadAsync())
        {
            if (GroupInterval - lastCommit.Elapsed is { Ticks: > 0 } rest)
                await Task.Delay(rest, TimeProvider.System);
            group.Clear();
            while (_requests.Reader.TryRead(out var next))
                group.Add(next);
            Commit(group);
            lastCommit.Restart();
        }
    }

    private void Commit(List<Request> group)
    {
        var results = new long[group.Count];
        try
        {
            SqliteTransactions.Run(
                _connection,
                _ =>
                {
                    for (var i = 0; i < group.Count; i++)
                        results[i] = group[i].Work();
                    return true;
                });
        }
        catch (Exception failed)
        {
            var broken = new LedgerException($"The ledger cannot be written: {failed.Message}", failed);
            group.ForEach(request => request.Done.TrySetException(broken));
            return;
        }

        for (var i = 0; i < group.Count; i++)
            group[i].Done.TrySetResult(results[i]);
    }

    private sealed record Request(Func<long> Work, TaskCompletionSource<long> Done);
}
