using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>
/// The last day's history in a file of its own, <c>history.db</c>: it may grow to its limit, and be deleted, without touching jobs or audit.
/// One writer at a time; a crash loses the last half minute at most.
/// </summary>
internal sealed class HistoryFile(DataFolder folder, HistoryOptions options, TimeProvider time) : IHistoryArchive, IDisposable
{
    private readonly Lock _writing = new();
    private readonly string _file = Path.Combine(folder.Path, "history.db");
    private readonly Dictionary<HistorySubject, long> _subjects = [];
    private readonly Dictionary<(long Subject, string Key, string Column), long> _series = [];
    private SqliteConnection? _writer;

    public TimeSpan Reach => options.Reach;

    /// <summary>Creates or opens the file. A file that cannot be used is put aside and begun anew: history is not worth a refused start.</summary>
    /// <returns>Why the former file was put aside; null where all is well.</returns>
    public string? Open()
    {
        folder.File("history.db");
        lock (_writing)
        {
            try
            {
                _writer = OpenWriter();
                return null;
            }
            catch (Exception failed) when (failed is SqliteException or StorageException)
            {
                SqliteConnection.ClearAllPools();
                SqliteFile.Delete(_file + ".unusable");
                if (File.Exists(_file))
                    File.Move(_file, _file + ".unusable");
                SqliteFile.Delete(_file);
                _writer = OpenWriter();
                return failed.Message;
            }
        }
    }

    /// <summary>Writes stretches down, all or none.</summary>
    public void Append(IReadOnlyList<HistoryChanges> stretches)
    {
        lock (_writing)
            SqliteTransactions.Run(Writer(), connection => HistoryWriting.Append(connection, stretches, SubjectId, SeriesId));
    }

    /// <summary>What was kept of the last hour, subject by subject.</summary>
    public IReadOnlyList<HistoryChanges> ReadLastHour()
    {
        lock (_writing)
            return HistoryRestoring.Read(Writer(), SecondsBefore(TimeSpan.FromHours(1)));
    }

    /// <summary>Writes down which findings are open now; null where they are those of the last time.</summary>
    public void KeepFindings(IReadOnlyList<KeptFinding>? findings)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_writing)
        {
            SqliteTransactions.Run(Writer(), connection =>
            {
                if (findings is null)
                    KeptFindings.Confirm(connection, now);
                else
                    KeptFindings.Replace(connection, findings, now);
                return true;
            });
        }
    }

    /// <summary>The findings that were open when the dashboard ended, unless that is longer ago than history reaches.</summary>
    public IReadOnlyList<KeptFinding> ReadFindings()
    {
        lock (_writing)
            return KeptFindings.Read(Writer(), SecondsBefore(options.Reach));
    }

    /// <summary>
    /// Keeps one point a minute of what is older than an hour, drops what is beyond the reach, and the oldest hours where the file is over its limit.
    /// </summary>
    public void Thin()
    {
        lock (_writing)
        {
            var forgotten = HistoryThinning.Thin(Writer(), SecondsBefore(TimeSpan.FromHours(1)), SecondsBefore(options.Reach), options.MaxBytes);
            if (!forgotten)
                return;
            _series.Clear();
            _subjects.Clear();
        }
    }

    public Task<HistorySeries> ReadAsync(HistorySubject subject, RowKey key, string columnId, DateTimeOffset from, CancellationToken cancellationToken)
        => _writer is null
            ? Task.FromResult(HistorySeries.Empty)
            : Task.Run(() => Read(subject, key, columnId, from.ToUnixTimeSeconds()), cancellationToken);

    public void Dispose()
    {
        lock (_writing)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private HistorySeries Read(HistorySubject subject, RowKey key, string columnId, long from)
    {
        try
        {
            using var connection = SqliteFile.Open(_file);
            var (ticks, changes) = HistoryReading.Read(connection, subject, key, columnId, from);
            return HistorySeries.Held(ticks, changes, IHistoryArchive.GapSeconds);
        }
        catch (SqliteException)
        {
            // A file that cannot be read now costs the chart its past, which the keeper logs, and nothing else.
            return HistorySeries.Empty;
        }
    }

    private SqliteConnection OpenWriter()
    {
        var connection = SqliteFile.Open(_file, pooled: false);
        try
        {
            SqliteFile.Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
            SqliteMigrations.Apply(connection, [HistorySchema.First, HistorySchema.Findings], time);
            SqliteFile.OwnerOnly(_file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Writer() => _writer ?? throw new StorageException("The history file is not open.");

    private long SecondsBefore(TimeSpan age) => (time.GetUtcNow() - age).ToUnixTimeSeconds();

    private long SubjectId(SqliteConnection connection, HistorySubject subject)
    {
        if (!_subjects.TryGetValue(subject, out var id))
            _subjects[subject] = id = HistoryWriting.SubjectId(connection, subject);
        return id;
    }

    private long SeriesId(SqliteConnection connection, long subject, string key, string column)
    {
        if (!_series.TryGetValue((subject, key, column), out var id))
            _series[(subject, key, column)] = id = HistoryWriting.SeriesId(connection, subject, key, column);
        return id;
    }
}
