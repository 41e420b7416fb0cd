using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage;

/// <summary>Opening SQLite files the same way everywhere.</summary>
internal static class SqliteFile
{
    private static readonly string[] Companions = ["", "-wal", "-shm"];

    public static SqliteConnection Open(string file, bool pooled = true)
    {
        NativeSqlite.Use();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = pooled }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Takes reading rights from everybody but the owner, also where the folder was made by somebody with a wider mask.</summary>
    public static void OwnerOnly(string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var suffix in Companions)
        {
            if (File.Exists(file + suffix))
                File.SetUnixFileMode(file + suffix, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Removes a database with its companions.</summary>
    public static void Delete(string file)
    {
        foreach (var suffix in Companions)
            File.Delete(file + suffix);
    }
}
