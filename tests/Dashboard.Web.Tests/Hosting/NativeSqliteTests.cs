using Dapper;
using Dashboard.Web.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Tests.Hosting;

public sealed class NativeSqliteTests
{
    [Fact]
    public void Use_CalledTwice_OpensAndWritesADatabase()
    {
        NativeSqlite.Use();
        NativeSqlite.Use();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();

        connection.Execute("create table queue (name text not null, depth integer not null) strict");
        connection.Execute("insert into queue values (@Name, @Depth)", new { Name = "orders <b>", Depth = 5 });

        connection.QuerySingle<long>("select depth from queue where name = @Name", new { Name = "orders <b>" }).ShouldBe(5);
        new Version(connection.QuerySingle<string>("select sqlite_version()")).ShouldBeGreaterThanOrEqualTo(new Version(3, 37));
    }
}
