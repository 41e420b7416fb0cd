using System.Collections.Concurrent;
using Dapper;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Ledgers as one SQLite file for each job: <c>ledgers/{jobId}.db</c>.</summary>
internal sealed class SqliteLedgerStore(DataFolder folder, TimeProvider time) : IJobLedgerStore
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);

    public async Task<IJobLedger> OpenAsync(string jobId, CancellationToken cancellationToken)
    {
        var file = FileOf(jobId);
        if (!_open.TryAdd(jobId, true))
            throw new LedgerException($"The ledger of job {jobId} is open already.");
        try
        {
            return await Task.Run(() => SqliteLedger.Open(file, time, () => _open.TryRemove(jobId, out _)), cancellationToken);
        }
        catch
        {
            _open.TryRemove(jobId, out _);
            throw;
        }
    }

    public Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken)
        => ReadAsync(
            jobId,
            connection =>
            {
                if (LedgerPlaces.Of(connection) is { } places)
                    return PageOf(places, search);
                var (where, values) = Conditions(search);
                var total = connection.ExecuteScalar<long>($"SELECT count(*) FROM standing {where}", values);
                values.Add("limit", Math.Clamp(search.Limit, 1, 10_000));
                values.Add("offset", Math.Max(0, search.Offset));
                return new OutcomePage(Query(connection, $"{where} ORDER BY sequence LIMIT @limit OFFSET @offset", values), total);
            },
            new OutcomePage([], 0),
            cancellationToken);

    public Task<IReadOnlyList<MessageOutcome>> OutcomesAfterAsync(string jobId, long sequence, int limit, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<MessageOutcome>>(
            jobId,
            connection => LedgerPlaces.Of(connection) is { } places
                ? [.. places.Outcomes(sequence + 1).Take(limit)]
                : Query(connection, "WHERE sequence > @sequence ORDER BY sequence LIMIT @limit", new DynamicParameters(new { sequence, limit })),
            [],
            cancellationToken);

    public Task<IReadOnlyList<LogRange>> DeliveredAsync(string jobId, CancellationToken cancellationToken)
        => ReadAsync<IReadOnlyList<LogRange>>(
            jobId,
            connection => LedgerPlaces.Of(connection) is { } places
                ? [.. places.Delivered()]
                : [.. connection.Query<long>("SELECT position FROM standing WHERE kind IN @AtTarget ORDER BY position", new { AtTarget }).Select(position => new LogRange(position, position + 1))],
            [],
            cancellationToken);

    /// <summary>Steps of a message that is at its target for sure.</summary>
    private static readonly int[] AtTarget = [(int)LedgerStep.Delivered, (int)LedgerStep.SentAgain];

    public Task DeleteAsync(string jobId, CancellationToken cancellationToken)
        => Task.Run(() => SqliteFile.Delete(FileOf(jobId)), cancellationToken);

    private Task<T> ReadAsync<T>(string jobId, Func<SqliteConnection, T> work, T missing, CancellationToken cancellationToken)
    {
        var file = FileOf(jobId);
        return Task.Run(
            () =>
            {
                if (!File.Exists(file))
                    return missing;
                try
                {
                    using var connection = SqliteFile.Open(file, pooled: false);
                    SqliteFile.Execute(connection, "PRAGMA query_only = 1");
                    // A job that begins this moment has a file and no tables yet.
                    return connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema WHERE name = 'standing'") == 0 ? missing : work(connection);
                }
                catch (SqliteException broken)
                {
                    throw new LedgerException($"The ledger of job {jobId} cannot be read: {broken.Message}", broken);
                }
            },
            cancellationToken);
    }

    private static OutcomePage PageOf(LedgerPlaces places, OutcomeSearch search)
    {
        var limit = Math.Clamp(search.Limit, 1, 10_000);
        var offset = (int)Math.Clamp(search.Offset, 0, int.MaxValue);
        if (search.Text.Length == 0)
        {
            // Without a kind the sequence itself says where a page begins.
            var page = search.Kind is null ? places.Outcomes(offset + 1) : places.Outcomes(1, search.Kind).Skip(offset);
            return new OutcomePage([.. page.Take(limit)], places.CountOf(search.Kind));
        }

        var found = new List<MessageOutcome>();
        long total = 0;
        foreach (var outcome in places.Outcomes(1, search.Kind).Where(outcome => Has(outcome, search.Text)))
        {
            if (total++ >= offset && found.Count < limit)
                found.Add(outcome);
        }

        return new OutcomePage(found, total);
    }

    private static bool Has(MessageOutcome outcome, string text)
        => outcome.Identity.Contains(text, StringComparison.OrdinalIgnoreCase)
            || outcome.Target.Contains(text, StringComparison.OrdinalIgnoreCase)
            || outcome.Detail?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static List<MessageOutcome> Query(SqliteConnection connection, string rest, DynamicParameters values)
        => [.. connection
            .Query<OutcomeRow>($"SELECT sequence, message_id, fingerprint, kind, target, detail, at, size FROM standing {rest}", values)
            .Select(row => row.ToOutcome())];

    private static (string Where, DynamicParameters Values) Conditions(OutcomeSearch search)
    {
        var values = new DynamicParameters();
        var conditions = new List<string>();
        if (search.Kind is { } kind)
        {
            conditions.Add("kind IN @kinds");
            values.Add("kinds", Enum.GetValues<LedgerStep>().Where(step => step.ToOutcome() == kind).Select(step => (int)step).ToArray());
        }

        if (search.Text.Length > 0)
        {
            conditions.Add(@"(message_id LIKE @text ESCAPE '\' OR fingerprint LIKE @text ESCAPE '\' OR target LIKE @text ESCAPE '\' OR detail LIKE @text ESCAPE '\')");
            values.Add("text", SqliteText.Contains(search.Text));
        }

        return (conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions), values);
    }

    private string FileOf(string jobId)
        => jobId.Length is > 0 and <= 64 && jobId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? Path.Combine(folder.Folder("ledgers"), jobId + ".db")
            : throw new ArgumentException("This is not the id of a job.", nameof(jobId));

    private sealed class OutcomeRow
    {
        public long Sequence { get; init; }

        public string? Message_Id { get; init; }

        public string Fingerprint { get; init; } = "";

        public long Kind { get; init; }

        public string Target { get; init; } = "";

        public string? Detail { get; init; }

        public long At { get; init; }

        public long Size { get; init; }

        public MessageOutcome ToOutcome() => new(
            Sequence,
            Message_Id is null ? Fingerprint : $"{Message_Id}#{Fingerprint}",
            ((LedgerStep)Kind).ToOutcome(),
            Target,
            Detail,
            DateTimeOffset.FromUnixTimeMilliseconds(At),
            Size);
    }
}
