using System.Diagnostics;
using System.Threading.Channels;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>
/// The loop of one connection: starts the sources that are due, a few at a time and none twice at once, and publishes what they said. All state
/// belongs to the loop; the outside only wakes it.
/// </summary>
internal sealed class ConnectionPoller
{
    private const int MaxReadsAtOnce = 3;
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterOwnError = TimeSpan.FromSeconds(5);

    private readonly ConnectionInfo _connection;
    private readonly SnapshotStore _store;
    private readonly LookRegistry _looks;
    private readonly MetricHistory _history;
    private readonly FindingsBoard _findings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SourceState[] _sources;
    private readonly HashSet<string> _declaredSections;
    private readonly SnapshotAssembly _assembly;
    private readonly Channel<byte> _wakes = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private DateTimeOffset _lastRefreshAt = DateTimeOffset.MinValue;
    private int _isRefreshAsked;

    public ConnectionPoller(
        IBrokerConnection connection, SnapshotStore store, LookRegistry looks, MetricHistory history, FindingsBoard findings, TimeProvider time, ILogger logger)
    {
        _connection = connection.Info;
        _store = store;
        _looks = looks;
        _history = history;
        _findings = findings;
        _time = time;
        _logger = logger;
        var reader = connection.Find<ISnapshotReader>();
        var now = time.GetUtcNow();
        _sources = [.. (reader?.Sources ?? []).Select(source => new SourceState(source, now))];
        _declaredSections = [.. (reader?.Sections ?? []).Select(section => section.Id)];
        _assembly = new SnapshotAssembly(_sources);
    }

    /// <summary>Asks for a read of everything as soon as possible.</summary>
    public void RefreshNow()
    {
        Interlocked.Exchange(ref _isRefreshAsked, 1);
        Wake();
    }

    /// <summary>Runs until it is told to stop. Never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var timer = _time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var wait = Step(stop);
                timer.Change(wait, Timeout.InfiniteTimeSpan);
                await _wakes.Reader.ReadAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                CollectorLog.LoopFailed(_logger, _connection.Id, failure);
                await Task.Delay(AfterOwnError, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Reads end by the same token; wait, so that nobody reads from a connection that is about to be closed.
        await Task.WhenAll(_sources.Select(s => s.Running ?? Task.CompletedTask));
    }

    /// <summary>One turn of the loop.</summary>
    /// <returns>How long nothing needs to be done unless something ends.</returns>
    private TimeSpan Step(CancellationToken stop)
    {
        TakeIn();
        var now = _time.GetUtcNow();
        // A wall clock that was set back must not put the sources off for as long.
        foreach (var state in _sources.Where(s => s.DueAt - now > s.LongestWait))
            state.DueAt = now;
        var refreshIn = Refresh(now);
        StartDue(now, stop);

        if (_sources.Count(s => s.Running is not null) >= MaxReadsAtOnce)
            return refreshIn;
        var waits = _sources.Where(s => s.Running is null).Select(s => Positive(s.DueAt - now));
        return waits.Append(refreshIn).Where(wait => wait != Timeout.InfiniteTimeSpan).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
    }

    private void TakeIn()
    {
        var now = _time.GetUtcNow();
        var answered = new List<SourceState>();
        var hasEnded = false;
        var isBack = false;
        foreach (var state in _sources)
        {
            if (state.Running is not { IsCompleted: true } ended)
                continue;
            state.Running = null;
            var result = ended.Result;
            if (result.IsFailure)
            {
                // A broker that is away is told in a line; only what nobody foresaw needs its stack.
                var cause = result.FailureKind == SourceProblemKind.Unexpected ? result.Cause : null;
                if (state.Fail(result, now))
                    CollectorLog.SourceFailed(_logger, _connection.Id, state.Source.Id, result.FailureKind, OneLine(result.FailureMessage), cause);
                hasEnded = true;
            }
            else if (result.Reading is { } reading)
            {
                if (state.Problem is { } problem)
                {
                    CollectorLog.SourceRecovered(_logger, _connection.Id, state.Source.Id, state.FailuresInARow, (now - problem.Since).TotalSeconds);
                    isBack |= problem.IsOfReach;
                }

                state.Succeed(result, now);
                _assembly.Add(state, reading, now);
                answered.Add(state);
                hasEnded = true;
            }
        }

        // Where one source reaches the broker again, the others need not wait out their back-off.
        foreach (var waiting in _sources.Where(s => isBack && s.Running is null && s.Problem is { IsOfReach: true }))
            waiting.TryNow(now);
        if (!hasEnded || _store.Find(_connection.Id) is not { } earlier)
            return;
        // History and findings first: who is woken by the snapshot finds its points, and what is wrong.
        foreach (var state in answered)
            _history.Record(_connection.Id, state.LastGood!, now, state.Cadence);
        _store.Publish(_findings.Judge(_assembly.Next(earlier, now)));
    }

    private TimeSpan Refresh(DateTimeOffset now)
    {
        if (Volatile.Read(ref _isRefreshAsked) == 0)
            return Timeout.InfiniteTimeSpan;
        var wait = _lastRefreshAt == DateTimeOffset.MinValue ? TimeSpan.Zero : _lastRefreshAt + BetweenRefreshes - now;
        if (wait > TimeSpan.Zero)
            return wait;
        Interlocked.Exchange(ref _isRefreshAsked, 0);
        _lastRefreshAt = now;
        foreach (var state in _sources)
        {
            state.DueAt = now;
            state.IsAskedAgain = state.Running is not null;
        }

        return Timeout.InfiniteTimeSpan;
    }

    private void StartDue(DateTimeOffset now, CancellationToken stop)
    {
        var free = MaxReadsAtOnce - _sources.Count(s => s.Running is not null);
        if (free <= 0 || stop.IsCancellationRequested)
            return;
        IReadOnlyDictionary<string, IReadOnlyCollection<RowKey>>? lookedAt = null;
        // Essential sources first, then whoever waits longest: with few slots no source starves.
        foreach (var state in _sources.Where(s => s.Running is null && s.DueAt <= now).OrderByDescending(s => s.Source.IsEssential).ThenBy(s => s.DueAt))
        {
            if (state.IsHanging)
            {
                state.PutOff(now);
                continue;
            }

            if (free-- == 0)
                break;
            lookedAt ??= _looks.At(_connection.Id);
            var read = ReadAsync(state.Source, new SourceContext(now, lookedAt), stop);
            state.Running = read;
            _ = read.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<SourceResult> ReadAsync(SectionSource source, SourceContext context, CancellationToken stop)
    {
        using var activity = CoreActivities.StartPoll(_connection.Id, source.Id);
        var result = await SourceRead.RunAsync(source, _declaredSections, context, _time, stop);
        if (result.IsFailure)
            activity?.SetStatus(ActivityStatusCode.Error, result.FailureMessage);
        return result;
    }

    private void Wake() => _wakes.Writer.TryWrite(0);

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
