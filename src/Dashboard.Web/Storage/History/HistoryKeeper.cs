using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage.History;

/// <summary>
/// Writes the history in memory and the open findings down every half minute and brings them back after a restart. A disk that is full or gone costs history alone: it is
/// logged, what could not be written is kept for the next turn up to a bound, and nothing else is touched.
/// </summary>
internal sealed partial class HistoryKeeper(
    MetricHistory history, FindingsBoard findings, HistoryFile file, HistoryOptions options, TimeProvider time, ILogger<HistoryKeeper> log) : IAsyncDisposable
{
    private const int MaxWaiting = 20;
    private const int TurnsBetweenThinning = 10;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IReadOnlyList<HistoryChanges>> _waiting = [];
    private Task _loop = Task.CompletedTask;
    private IReadOnlyList<KeptFinding>? _written;
    private bool _isKeeping;
    private Task? _stopped;

    /// <summary>Reads the last hour back. To be called before the first poll.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Reach <= TimeSpan.Zero)
            return;
        try
        {
            await Task.Run(Restore, cancellationToken);
            _isKeeping = true;
            _loop = KeepAsync();
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException or Storage.StorageException)
        {
            LogNotKept(log, failed);
        }
    }

    /// <summary>Writes down what is left. Whoever comes second waits for the same end: what is disposed next is still being written to.</summary>
    public Task StopAsync()
    {
        lock (_gate)
            return _stopped ??= StopOnceAsync();
    }

    private async Task StopOnceAsync()
    {
        if (!_isKeeping)
            return;
        await _stop.CancelAsync();
        await _loop;
        await Task.Run(() => Write(withOpenSlots: true), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private void Restore()
    {
        if (file.Open() is { } reason)
            LogPutAside(log, reason);
        foreach (var kept in file.ReadLastHour())
            history.Restore(kept);
        findings.Restore(file.ReadFindings());
    }

    private async Task KeepAsync()
    {
        using var timer = new PeriodicTimer(Turn, time);
        try
        {
            for (var turn = 1; await timer.WaitForNextTickAsync(_stop.Token); turn++)
            {
                Write(withOpenSlots: false);
                if (turn % TurnsBetweenThinning == 0)
                    Try(file.Thin);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard ends.
        }
    }

    private void Write(bool withOpenSlots)
    {
        var stretches = history.TakeChanges(withOpenSlots).ToList();
        if (stretches.Count > 0)
            _waiting.Add(stretches);
        if (_waiting.Count > MaxWaiting)
            _waiting.RemoveAt(0);
        while (_waiting.Count > 0 && Try(() => file.Append(_waiting[0])))
            _waiting.RemoveAt(0);
        var open = findings.Open();
        var isNews = _written is null || !_written.SequenceEqual(open);
        if (Try(() => file.KeepFindings(isNews ? open : null)))
            _written = open;
    }

    private bool Try(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception failed) when (failed is SqliteException or IOException or Storage.StorageException)
        {
            LogNotKept(log, failed);
            return false;
        }
    }

    [LoggerMessage(EventId = 2141, Level = LogLevel.Warning, Message = "History could not be written down; charts keep the last hour in memory")]
    private static partial void LogNotKept(ILogger log, Exception exception);

    [LoggerMessage(EventId = 2142, Level = LogLevel.Warning, Message = "The history file could not be read and was put aside as history.db.unusable: {Reason}")]
    private static partial void LogPutAside(ILogger log, string reason);
}
