using Dapper;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Reads a ledger back: at the start of a run and after each fault.</summary>
internal static class LedgerReader
{
    private static readonly string Resent =
        $"""
        SELECT count(*) FROM step again WHERE again.kind = {(int)LedgerStep.Intended} AND EXISTS (
            SELECT 1 FROM step fault WHERE fault.sequence = again.sequence AND fault.id < again.id
            AND fault.kind IN ({(int)LedgerStep.Doubtful}, {(int)LedgerStep.Unsettled}))
        """;

    private static readonly int[] OpenKinds = [.. Enum.GetValues<LedgerStep>().Where(step => step.IsOpen()).Select(step => (int)step)];

    public static LedgerState Load(SqliteConnection connection, bool withClosed)
    {
        var facts = connection.Query<(string Name, long Value)>("SELECT name, value FROM fact ORDER BY id")
            .GroupBy(row => row.Name)
            .ToDictionary(rows => rows.Key, rows => rows.Last().Value);
        if (LedgerPlaces.Of(connection) is { } places)
            return new LedgerState(places.Rows, places.Counts(), places.Open(), facts, places.LastPosition) { Resent = places.Resent };
        var counts = connection.Query<(long Kind, long Count)>("SELECT kind, count(*) FROM standing GROUP BY kind")
            .ToDictionary(row => (LedgerStep)row.Kind, row => row.Count);
        var rows = connection.ExecuteScalar<long>("SELECT coalesce(max(sequence), 0) FROM message");
        var last = connection.ExecuteScalar<long?>("SELECT max(position) FROM message");
        return new LedgerState(rows, counts, Rows(connection, withClosed), facts, last) { Resent = connection.ExecuteScalar<long>(Resent) };
    }

    private static List<OpenRow> Rows(SqliteConnection connection, bool withClosed)
    {
        var found = connection.Query<Row>(
            $"""
            SELECT sequence, message_id, fingerprint, position, kind,
                   EXISTS (
                       SELECT 1 FROM step again JOIN step fault ON fault.sequence = again.sequence AND fault.id < again.id
                       WHERE again.sequence = standing.sequence AND again.kind = {(int)LedgerStep.Intended}
                         AND fault.kind IN ({(int)LedgerStep.Doubtful}, {(int)LedgerStep.Unsettled})) AS was_sent_again
            FROM standing {(withClosed ? "" : "WHERE kind IN @OpenKinds")} ORDER BY sequence
            """,
            new { OpenKinds }).ToList();
        var twins = found.Count == 0 ? [] : Twins(connection);
        return [.. found.Select(row => row.ToOpenRow(twins))];
    }

    /// <summary>Identities that stand in the ledger more than once.</summary>
    private static HashSet<MessageIdentity> Twins(SqliteConnection connection)
        => [.. connection
            .Query<(string? MessageId, string Fingerprint)>("SELECT message_id, fingerprint FROM message GROUP BY message_id, fingerprint HAVING count(*) > 1")
            .Select(row => new MessageIdentity(row.MessageId, row.Fingerprint))];

    private sealed class Row
    {
        public long Sequence { get; init; }

        public string? Message_Id { get; init; }

        public string Fingerprint { get; init; } = "";

        public long Position { get; init; }

        public long Kind { get; init; }

        public long Was_Sent_Again { get; init; }

        public OpenRow ToOpenRow(HashSet<MessageIdentity> twins)
        {
            var identity = new MessageIdentity(Message_Id, Fingerprint);
            return new OpenRow(Sequence, identity, Position, (LedgerStep)Kind, Was_Sent_Again != 0, twins.Contains(identity));
        }
    }
}
