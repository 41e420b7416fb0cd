namespace Dashboard.Web.Storage.Ledgers;

/// <summary>
/// The tables of a ledger file. A row without a step stands at its intent. Of a log, messages whose places follow each other are one line of <c>run</c>, and
/// those that were delivered one line of <c>done</c>: what is delivered on a log is never opened again. What else happens to one of them is a <c>step</c>.
/// </summary>
internal static class LedgerSchema
{
    public const string Sql =
        """
        CREATE TABLE IF NOT EXISTS message (
            sequence INTEGER PRIMARY KEY, message_id TEXT, fingerprint TEXT NOT NULL, position INTEGER NOT NULL,
            target TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS step (id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, detail TEXT, at INTEGER NOT NULL) STRICT;
        CREATE INDEX IF NOT EXISTS step_sequence ON step (sequence, id, kind);
        CREATE TABLE IF NOT EXISTS fact (id INTEGER PRIMARY KEY, name TEXT NOT NULL, value INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS run (
            first INTEGER PRIMARY KEY, count INTEGER NOT NULL, position INTEGER NOT NULL, target TEXT NOT NULL, sizes BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS done (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE VIEW IF NOT EXISTS standing AS
            SELECT m.sequence, m.message_id, m.fingerprint, m.position, m.target, m.size,
                   coalesce(s.kind, 0) AS kind, s.detail, coalesce(s.at, m.at) AS at
            FROM message m LEFT JOIN step s ON s.id = (SELECT max(id) FROM step WHERE sequence = m.sequence);
        """;
}
