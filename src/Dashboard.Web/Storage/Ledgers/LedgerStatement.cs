using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Web.Storage.Ledgers;

/// <summary>
/// A prepared line, written without the command, reader and boxed values that ADO.NET makes for each. To be run inside a transaction that has the right to write,
/// so that nobody else keeps it waiting.
/// </summary>
internal sealed class LedgerStatement : IDisposable
{
    private readonly sqlite3 _file;
    private readonly sqlite3_stmt _statement;

    public LedgerStatement(SqliteConnection connection, string sql)
    {
        _file = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_file, sql, out _statement), _file);
    }

    /// <summary>Places count from 1; what is bound stays until something else is.</summary>
    public LedgerStatement With(int place, long value) => Checked(raw.sqlite3_bind_int64(_statement, place, value));

    public LedgerStatement With(int place, string? value)
    {
        if (value is null)
            return Checked(raw.sqlite3_bind_null(_statement, place));
        if (value.Length == 0)
            return Checked(raw.sqlite3_bind_text(_statement, place, ""));

        // With its length: a text of a broker may have a zero in it, where others end.
        const int Short = 512;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= Short ? stackalloc byte[Short] : new byte[most];
        return Checked(raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    public LedgerStatement With(int place, ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(_statement, place, value));

    /// <exception cref="SqliteException">The line was not written.</exception>
    public void Run()
    {
        var answer = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (answer != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(answer, _file);
    }

    public void Dispose() => _statement.Dispose();

    private LedgerStatement Checked(int answer)
    {
        SqliteException.ThrowExceptionForRC(answer, _file);
        return this;
    }
}
