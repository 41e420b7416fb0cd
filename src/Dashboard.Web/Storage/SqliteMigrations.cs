using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage;

/// <summary>Brings a database's schema up to date.</summary>
internal static class SqliteMigrations
{
    public static void Apply(SqliteConnection connection, IEnumerable<IMigration> migrations, TimeProvider time)
    {
        SqliteFile.Execute(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_version (
                store TEXT NOT NULL, version INTEGER NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (store, version)) STRICT
            """);
        var applied = connection.Query<(string Store, long Version)>("SELECT store, version FROM schema_version").ToHashSet();
        foreach (var store in migrations.GroupBy(migration => migration.Store))
        {
            var steps = store.OrderBy(step => step.Version).ToList();
            Check(store.Key, steps, applied);
            foreach (var step in steps.Where(step => !applied.Contains((step.Store, step.Version))))
                SqliteTransactions.Run(connection, inside => Apply(inside, step, time));
        }
    }

    private static void Check(string store, List<IMigration> steps, HashSet<(string Store, long Version)> applied)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Version != i + 1)
                throw new StorageException($"The migrations of {store} are not numbered from 1 without gaps.");
        }

        var newest = applied.Where(one => one.Store == store).Select(one => one.Version).DefaultIfEmpty().Max();
        if (newest > steps.Count)
        {
            throw new StorageException(
                $"The database was written by a newer dashboard ({store} is at version {newest}, this one knows {steps.Count}). Use the newer one, or another data folder.");
        }
    }

    private static bool Apply(SqliteConnection connection, IMigration step, TimeProvider time)
    {
        SqliteFile.Execute(connection, step.Sql);
        connection.Execute(
            "INSERT INTO schema_version (store, version, applied_at) VALUES (@Store, @Version, @At)",
            new { step.Store, step.Version, At = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) });
        return true;
    }
}
