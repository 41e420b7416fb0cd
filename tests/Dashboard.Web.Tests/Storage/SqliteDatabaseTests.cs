using Dapper;
using Dashboard.Web.Storage;

namespace Dashboard.Web.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly Migration First = new("notes", 1, "CREATE TABLE note (text TEXT NOT NULL) STRICT; CREATE INDEX note_text ON note (text)");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_AfterReopening_IsStillThere()
    {
        await using (var first = Open(First))
            await first.WriteAsync(connection => connection.Execute("INSERT INTO note VALUES ('kept')"), CancellationToken.None);

        await using var second = Open(First, new Migration("notes", 2, "ALTER TABLE note ADD COLUMN author TEXT"));
        var rows = await second.ReadAsync(c => c.Query<(string, string?)>("SELECT text, author FROM note").ToList(), CancellationToken.None);

        rows.ShouldBe([("kept", null)]);
    }

    [Fact]
    public async Task Write_WorkThrows_LeavesNothing()
    {
        await using var database = Open(First);
        await Should.ThrowAsync<InvalidOperationException>(() => database.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO note VALUES ('half')");
                throw new InvalidOperationException("broken");
            },
            CancellationToken.None));

        (await CountAsync(database)).ShouldBe(0);
    }

    [Fact]
    public async Task Write_ManyAtOnce_AllLand()
    {
        await using var database = Open(First);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => database.WriteAsync(
            connection => connection.Execute("INSERT INTO note VALUES (@Text)", new { Text = $"note {i}" }),
            CancellationToken.None)));

        (await CountAsync(database)).ShouldBe(200);
    }

    [Fact]
    public async Task Read_TriesToWrite_IsRefused()
    {
        await using var database = Open(First);
        await Should.ThrowAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => database.ReadAsync(connection => connection.Execute("INSERT INTO note VALUES ('x')"), CancellationToken.None));
    }

    [Fact]
    public async Task Open_DatabaseOfANewerDashboard_IsRefused()
    {
        await using (var newer = Open(First, new Migration("notes", 2, "ALTER TABLE note ADD COLUMN author TEXT")))
            await newer.OpenAsync(CancellationToken.None);

        await using var older = Open(First);
        var refused = await Should.ThrowAsync<StorageException>(() => older.OpenAsync(CancellationToken.None));
        refused.Message.ShouldContain("newer dashboard");
    }

    [Fact]
    public async Task Open_FolderMadeByUs_IsReadableByItsOwnerOnly()
    {
        await using var database = new SqliteDatabase(new DataFolder(_folder.Combine("data")), [First], TimeProvider.System);
        await database.OpenAsync(CancellationToken.None);

        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(_folder.Combine("data")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(_folder.Combine("data/dashboard.db")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private SqliteDatabase Open(params IMigration[] migrations) => new(new DataFolder(_folder.Path), migrations, TimeProvider.System);

    private static Task<long> CountAsync(SqliteDatabase database)
        => database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM note"), CancellationToken.None);
}
