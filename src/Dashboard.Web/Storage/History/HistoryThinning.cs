using Dapper;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>Statements that keep the file small. The newest point of a series before a border always stays: its value still holds there.</summary>
internal static class HistoryThinning
{
    private const int OldestStepSeconds = 3600;

    /// <param name="connection">The writing connection.</param>
    /// <param name="fineFrom">Older points are thinned to one a minute.</param>
    /// <param name="keptFrom">Older points go.</param>
    /// <param name="maxBytes">Above this size the oldest hours go.</param>
    /// <returns>Whether series or subjects were forgotten, so that their numbers must not be used again.</returns>
    public static bool Thin(SqliteConnection connection, long fineFrom, long keptFrom, long maxBytes)
    {
        SqliteTransactions.Run(connection, inside => ThinMinutes(inside, fineFrom));
        var forgotten = SqliteTransactions.Run(connection, inside => Drop(inside, keptFrom));
        while (Size(connection) > maxBytes && keptFrom < fineFrom)
        {
            keptFrom += OldestStepSeconds;
            forgotten |= SqliteTransactions.Run(connection, inside => Drop(inside, keptFrom));
        }

        SqliteFile.Execute(connection, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
        return forgotten;
    }

    /// <summary>Of each minute that lies wholly before the border the last point stays. Looks at the last two hours only: what is older was thinned before.</summary>
    private static bool ThinMinutes(SqliteConnection connection, long before)
    {
        var border = new { Before = before / 60 * 60 };
        connection.Execute(
            """
            DELETE FROM point WHERE at < @Before AND EXISTS (
                SELECT 1 FROM point AS later WHERE later.series = point.series AND later.at > point.at AND later.at < (point.at / 60 + 1) * 60)
            """,
            border);
        connection.Execute(
            """
            DELETE FROM tick WHERE at < @Before AND EXISTS (
                SELECT 1 FROM tick AS later WHERE later.subject = tick.subject AND later.at > tick.at AND later.at < (tick.at / 60 + 1) * 60)
            """,
            border);
        return true;
    }

    private static bool Drop(SqliteConnection connection, long before)
    {
        var border = new { Before = before };
        connection.Execute("DELETE FROM tick WHERE at < @Before", border);
        connection.Execute(
            "DELETE FROM point WHERE at < @Before AND EXISTS (SELECT 1 FROM point AS later WHERE later.series = point.series AND later.at > point.at AND later.at <= @Before)",
            border);
        // What has been unknown for the whole time is gone from the broker.
        connection.Execute(
            "DELETE FROM point WHERE at < @Before AND value IS NULL AND NOT EXISTS (SELECT 1 FROM point AS later WHERE later.series = point.series AND later.at > point.at)",
            border);
        var forgotten = connection.Execute("DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM point WHERE point.series = series.id)");
        forgotten += connection.Execute(
            """
            DELETE FROM subject WHERE NOT EXISTS (SELECT 1 FROM series WHERE series.subject = subject.id)
            AND NOT EXISTS (SELECT 1 FROM tick WHERE tick.subject = subject.id)
            """);
        return forgotten > 0;
    }

    private static long Size(SqliteConnection connection) => connection.ExecuteScalar<long>(
        "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()");
}
