using Dapper;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Reads a ledger of places: of a job on a log, where thousands of messages are one line.</summary>
internal sealed class LedgerPlaces
{
    private readonly SqliteConnection _connection;
    private readonly List<(long First, long End, long At)> _done;
    private readonly SortedDictionary<long, Standing> _steps = [];
    private readonly bool _isPartitioned;

    private LedgerPlaces(SqliteConnection connection)
    {
        _connection = connection;
        _done = Merge(connection.Query<(long First, long Count, long At)>("SELECT first, count, at FROM done ORDER BY first"));
        foreach (var step in connection.Query<(long Sequence, long Kind, string? Detail, long At)>("SELECT sequence, kind, detail, at FROM step ORDER BY id"))
        {
            var before = _steps.GetValueOrDefault(step.Sequence);
            var kind = (LedgerStep)step.Kind;
            var wasDoubtful = before is { WasDoubtful: true } || kind is LedgerStep.Doubtful or LedgerStep.Unsettled;
            var resent = (before?.Resent ?? 0) + (kind == LedgerStep.Intended && before is { WasDoubtful: true } ? 1 : 0);
            _steps[step.Sequence] = new Standing(kind, step.Detail, step.At, wasDoubtful, resent);
        }

        Rows = connection.ExecuteScalar<long>("SELECT coalesce(max(first + count - 1), 0) FROM run");
        _isPartitioned = connection.ExecuteScalar<long>("SELECT coalesce((SELECT value FROM fact WHERE name = @Partitioned ORDER BY id DESC LIMIT 1), 0)", new { LedgerFacts.Partitioned }) != 0;
    }

    /// <summary>Null where the ledger is not of this kind.</summary>
    public static LedgerPlaces? Of(SqliteConnection connection)
        => connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM run)") == 0 ? null : new LedgerPlaces(connection);

    public long Rows { get; }

    public long? LastPosition => _connection.ExecuteScalar<long?>("SELECT max(position + count - 1) FROM run");

    public long Resent => _steps.Values.Sum(step => (long)step.Resent);

    public Dictionary<LedgerStep, long> Counts()
    {
        var counts = new Dictionary<LedgerStep, long> { [LedgerStep.Delivered] = _done.Sum(run => run.End - run.First) };
        foreach (var (_, kind) in Undelivered())
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        return counts.Where(pair => pair.Value > 0).ToDictionary();
    }

    /// <summary>Sequences whose last step is none of delivery, in order.</summary>
    public IEnumerable<(long Sequence, LedgerStep Kind)> Undelivered()
    {
        long next = 1;
        foreach (var (first, end, _) in _done.Append((Rows + 1, Rows + 1, 0)))
        {
            for (; next < first; next++)
                yield return (next, _steps.TryGetValue(next, out var step) ? step.Kind : LedgerStep.Intended);
            next = Math.Max(next, end);
        }
    }

    public List<OpenRow> Open()
    {
        var open = Undelivered().Where(row => row.Kind.IsOpen()).ToList();
        var found = new List<OpenRow>(open.Count);
        using var runs = Runs(open.Count == 0 ? Rows + 1 : open[0].Sequence).GetEnumerator();
        var has = runs.MoveNext();
        foreach (var (sequence, kind) in open)
        {
            while (has && runs.Current.First + runs.Current.Count <= sequence)
                has = runs.MoveNext();
            found.Add(new OpenRow(sequence, null, runs.Current.Position + sequence - runs.Current.First, kind, _steps.GetValueOrDefault(sequence) is { Resent: > 0 }, HasTwin: false));
        }

        return found;
    }

    /// <summary>Outcomes by sequence from one on, of one kind or all.</summary>
    public IEnumerable<MessageOutcome> Outcomes(long from, MessageOutcomeKind? kind = null)
    {
        var at = 0;
        foreach (var run in Runs(from))
        {
            var sequence = run.First;
            foreach (var size in VarintWriter.Read(run.Sizes))
            {
                var position = run.Position + sequence - run.First;
                if (sequence >= from)
                {
                    while (at < _done.Count && _done[at].End <= sequence)
                        at++;
                    var standing = at < _done.Count && _done[at].First <= sequence ? new Standing(LedgerStep.Delivered, null, _done[at].At, false, 0)
                        : _steps.GetValueOrDefault(sequence) ?? new Standing(LedgerStep.Intended, null, run.At, false, 0);
                    if (kind is null || standing.Kind.ToOutcome() == kind)
                        yield return new MessageOutcome(sequence, Name(position), standing.Kind.ToOutcome(), run.Target, standing.Detail, DateTimeOffset.FromUnixTimeMilliseconds(standing.At), size);
                }

                sequence++;
            }
        }
    }

    /// <summary>How many there are of a kind, without looking at each.</summary>
    public long CountOf(MessageOutcomeKind? kind)
        => kind is null ? Rows : Counts().Where(pair => pair.Key.ToOutcome() == kind).Sum(pair => pair.Value);

    /// <summary>The places of what is at its target for sure.</summary>
    public IEnumerable<LogRange> Delivered()
    {
        var at = 0;
        var again = _steps.Where(pair => pair.Value.Kind == LedgerStep.SentAgain).Select(pair => pair.Key).ToList();
        foreach (var run in Runs(1))
        {
            while (at < _done.Count && _done[at].End <= run.First)
                at++;
            for (var i = at; i < _done.Count && _done[i].First < run.First + run.Count; i++)
            {
                var first = Math.Max(run.First, _done[i].First);
                var end = Math.Min(run.First + run.Count, _done[i].End);
                if (end > first)
                    yield return new LogRange(run.Position + first - run.First, run.Position + end - run.First);
            }

            foreach (var sequence in again.Where(sequence => sequence >= run.First && sequence < run.First + run.Count))
                yield return new LogRange(run.Position + sequence - run.First, run.Position + sequence - run.First + 1);
        }
    }

    private string Name(long position) => _isPartitioned ? LogPosition.Unpack(position).ToString() : position.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<RunRow> Runs(long from)
        => _connection.Query<RunRow>("SELECT first, count, position, target, sizes, at FROM run WHERE first + count > @from ORDER BY first", new { from }, buffered: false);

    /// <summary>By their first; overlapping ones count once, those that follow each other stay apart where they were recorded at different times.</summary>
    private static List<(long First, long End, long At)> Merge(IEnumerable<(long First, long Count, long At)> rows)
    {
        var merged = new List<(long First, long End, long At)>();
        foreach (var (first, count, at) in rows)
        {
            var from = merged.Count == 0 ? first : Math.Max(first, merged[^1].End);
            if (first + count > from)
                merged.Add((from, first + count, at));
        }

        return merged;
    }

    private sealed record Standing(LedgerStep Kind, string? Detail, long At, bool WasDoubtful, int Resent);

    private sealed class RunRow
    {
        public long First { get; init; }

        public long Count { get; init; }

        public long Position { get; init; }

        public string Target { get; init; } = "";

        public byte[] Sizes { get; init; } = [];

        public long At { get; init; }
    }
}
