using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage;

internal static class SqliteTransactions
{
    /// <summary>
    /// Runs work between BEGIN IMMEDIATE and COMMIT. Plain statements instead of a SqliteTransaction object, so that commands made by the
    /// work need not have it assigned.
    /// </summary>
    public static T Run<T>(SqliteConnection connection, Func<SqliteConnection, T> work)
    {
        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            var result = work(connection);
            SqliteFile.Execute(connection, "COMMIT");
            return result;
        }
        catch
        {
            Rollback(connection);
            throw;
        }
    }

    private static void Rollback(SqliteConnection connection)
    {
        try
        {
            SqliteFile.Execute(connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has already rolled back (disk full, I/O error): the first exception tells why.
        }
    }
}
