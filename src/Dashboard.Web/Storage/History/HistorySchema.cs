namespace Dashboard.Web.Storage.History;

/// <summary>
/// The tables of <c>history.db</c>. Times are whole seconds since 1970 UTC; a value holds until the next point of its series, and NULL is
/// "not known". <c>tick</c> says when a subject was read, so that "did not change" and "was not read" are two things.
/// </summary>
internal static class HistorySchema
{
    public static readonly IMigration First = new Migration(
        "history",
        1,
        """
        CREATE TABLE subject (
            id INTEGER PRIMARY KEY, connection TEXT NOT NULL, is_figure INTEGER NOT NULL, name TEXT NOT NULL,
            UNIQUE (connection, is_figure, name)) STRICT;
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, subject INTEGER NOT NULL REFERENCES subject (id), row_key TEXT NOT NULL, column_id TEXT NOT NULL,
            UNIQUE (subject, row_key, column_id)) STRICT;
        CREATE TABLE tick (subject INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (subject, at)) STRICT, WITHOUT ROWID;
        CREATE TABLE point (series INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID;
        """);

    /// <summary>Open findings, as they were when they were last written; <c>since</c> in milliseconds.</summary>
    public static readonly IMigration Findings = new Migration(
        "history",
        2,
        """
        CREATE TABLE finding (
            id TEXT PRIMARY KEY, connection TEXT NOT NULL, signal TEXT NOT NULL, since INTEGER NOT NULL, is_older INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT
        """);
}
