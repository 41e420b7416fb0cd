using Dapper;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>Statements for the open findings, which keep their since beyond a restart.</summary>
internal static class KeptFindings
{
    /// <summary>These are open now, and no others.</summary>
    public static void Replace(SqliteConnection connection, IReadOnlyList<KeptFinding> findings, long now)
    {
        connection.Execute("DELETE FROM finding");
        connection.Execute(
            "INSERT OR IGNORE INTO finding VALUES (@Id, @Connection, @Signal, @Since, @IsOlder, @now)",
            findings.Select(finding => new
            {
                finding.Id,
                Connection = finding.Connection.Value,
                Signal = finding.SignalId,
                Since = finding.Since.ToUnixTimeMilliseconds(),
                IsOlder = finding.IsOlderThanKnown ? 1 : 0,
                now,
            }));
    }

    /// <summary>Those of the last writing are open still.</summary>
    public static void Confirm(SqliteConnection connection, long now) => connection.Execute("UPDATE finding SET seen = @now", new { now });

    /// <summary>Those that were open at a time or later.</summary>
    public static IReadOnlyList<KeptFinding> Read(SqliteConnection connection, long from) =>
    [
        .. connection.Query<(string Id, string Connection, string Signal, long Since, long IsOlder)>("SELECT id, connection, signal, since, is_older FROM finding WHERE seen >= @from", new { from })
            .Select(row => new KeptFinding(new ConnectionId(row.Connection), row.Signal, row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.Since), row.IsOlder != 0)),
    ];
}
