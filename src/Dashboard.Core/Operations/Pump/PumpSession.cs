using System.Threading.Channels;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Pump;

/// <summary>
/// One open source and one open sink, worked by four stages: <c>read</c> sorts deliveries; <c>send</c> records the intents of a batch, then hands
/// it over; <c>settle</c> records confirmations, then removes; <c>close</c> records that. A stage never does the next step before the ledger has the last one.
/// </summary>
internal sealed partial class PumpSession : IDisposable
{
    private const int BatchLimit = 500;
    private const int LogBatchLimit = 1500;

    private readonly RunContext _run;
    private readonly SessionPlan _plan;
    private readonly MessageSorter _sorter;
    private readonly ITransferSession _source;
    private readonly IJobSinkSession _sink;
    private readonly InFlightGate _gate;
    private readonly int _batchLimit;
    private readonly Channel<(WorkItem Item, string? Hold)> _toSend;
    private readonly Channel<WorkItem> _toSettle = Channel.CreateUnbounded<WorkItem>(new() { SingleReader = true });
    private readonly Channel<List<WorkItem>> _toClose = Channel.CreateUnbounded<List<WorkItem>>(new() { SingleReader = true });
    private readonly UnderWay _underWay = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopReading;
    private readonly long _openedAt;
    private SessionEndedException? _end;
    private string? _readEnd;
    private SessionEndKind _readEndKind = SessionEndKind.Exhausted;
    private long _unsettled;
    private long _cameBack;
    private long _failuresInARow;
    private volatile bool _isWindingDown;
    private bool _wasCanaryTried;

    public PumpSession(RunContext run, SessionPlan plan, MessageSorter sorter, ITransferSession source, IJobSinkSession sink)
    {
        _run = run;
        _plan = plan;
        _sorter = sorter;
        _source = source;
        _sink = sink;
        _gate = new InFlightGate(plan.Window, plan.WindowBytes);
        _batchLimit = run.Source is { IsLog: true, IsLocal: false } ? LogBatchLimit : BatchLimit;

        // What waits to be sent is held in memory whole: a batch on its way to the ledger, and the next one.
        _toSend = Channel.CreateBounded<(WorkItem, string?)>(new BoundedChannelOptions(_batchLimit) { SingleReader = true, SingleWriter = true });
        _stopReading = CancellationTokenSource.CreateLinkedTokenSource(run.Stop.Token, _abort.Token);
        _openedAt = run.Time.GetTimestamp();
    }

    /// <summary>Delivered messages that the broker had given back, and that were removed again.</summary>
    public long CameBack => Interlocked.Read(ref _cameBack);

    /// <summary>Deliveries that stand unsettled without being under way.</summary>
    public long Unsettled => Interlocked.Read(ref _unsettled);

    /// <summary>
    /// Runs until its end; never throws. Afterwards both sessions are closed, and whatever was under way is either closed in the ledger or stands
    /// there as under way, for <see cref="IJobLedger.MarkFaultAsync"/>.
    /// </summary>
    public async Task<SessionEnd> RunAsync()
    {
        using var watchEnd = new CancellationTokenSource();
        var watching = WatchAsync(watchEnd.Token);
        var reading = GuardAsync(ReadAsync, () => _toSend.Writer.TryComplete());
        var sending = GuardAsync(SendAsync, () => { });
        var settling = GuardAsync(SettleAsync, () => { });
        var closing = GuardAsync(CloseAsync, () => { });
        await reading;
        await sending;
        try
        {
            await _gate.IdleAsync(_abort.Token);
        }
        catch (OperationCanceledException)
        {
            // A stage failed: nothing to wait for.
        }

        _toSettle.Writer.TryComplete();
        await settling;
        _toClose.Writer.TryComplete();
        await closing;
        await watchEnd.CancelAsync();
        await watching;
        await CloseQuietlyAsync(_sink);
        if (_end is null && !_run.Source.KeepsMessages)
            await GuardAsync(() => _source.FlushAsync(CancellationToken.None).AsTask(), () => { });
        if (_end is not null)
            await RescueAsync();
        await CloseQuietlyAsync(_source);
        if (_end is { } end)
            return new SessionEnd(end.Kind, end.Message, end.InnerException);
        if (_run.Stop.Kind != StopKind.None && !_isWindingDown)
            return new SessionEnd(SessionEndKind.Stopped, "");
        if (_wasCanaryTried && _readEndKind == SessionEndKind.Exhausted)
            return new SessionEnd(SessionEndKind.CanaryDone, "");
        return new SessionEnd(_readEndKind, _readEnd ?? "");
    }

    public void Dispose()
    {
        _stopReading.Dispose();
        _abort.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            long met = 0;
            await foreach (var delivery in _source.ReadAsync(_stopReading.Token))
            {
                met++;
                if (!await TakeAsync(delivery) || IsReadingOver(met))
                    return;
            }
        }
        catch (OperationCanceledException) when (_stopReading.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>Does with one delivery what is to be done; false ends the reading.</summary>
    private async Task<bool> TakeAsync(TransferDelivery delivery)
    {
        var sorted = _sorter.Sort(delivery);
        switch (sorted.As)
        {
            case SortedAs.BeyondSelection:
                return false;
            case SortedAs.PassOver or SortedAs.Loop:
                _run.Progress.Met(delivery.Message.BodySize, isPassedOver: sorted is { As: SortedAs.PassOver, IsKnown: false });
                Interlocked.Increment(ref _unsettled);
                return true;
            case SortedAs.Hold:
                _run.Progress.Met(delivery.Message.BodySize, isPassedOver: false);
                await EnterAsync(sorted.Item!, sorted.Reason);
                return !IsCanaryTried();
        }

        var item = sorted.Item!;
        _run.Progress.Met(item.Size, isPassedOver: false);
        if (!item.IsRemovalOnly)
            await _run.RateLimit.WaitAsync(_stopReading.Token);
        if (item.GoesAlone)
            await _gate.IdleAsync(_stopReading.Token);
        await EnterAsync(item, null);
        if (item.GoesAlone)
            await _gate.IdleAsync(_stopReading.Token);
        return !IsCanaryTried();
    }

    /// <summary>Waits for room, and then for leave: whoever has entered the gate is handed on, and leaves it on the other side.</summary>
    private async ValueTask EnterAsync(WorkItem item, string? hold)
    {
        if (!await _toSend.Writer.WaitToWriteAsync(_stopReading.Token))
            throw new InvalidOperationException("The reading has ended.");
        await _gate.EnterAsync(item.Size, _stopReading.Token);
        _toSend.Writer.TryWrite((item, hold));
    }

    private bool IsCanaryTried() => _wasCanaryTried = _plan.IsCanary;

    private bool IsReadingOver(long met)
    {
        if (_sorter.IsSatisfied)
            return true;
        if (_plan.ReopenAfter is { } limit && met >= limit)
            return EndReading(SessionEndKind.Reopen, "");
        if (_plan.MaxHeld is not { } held || Unsettled == 0)
            return false;
        if (Unsettled >= held)
            return EndReading(SessionEndKind.HoldLimit, $"{Figures.PluralExact(held, "message stands", "messages stand")} unsettled, which is the limit");
        var age = _run.Time.GetElapsedTime(_openedAt);
        return age > _run.Options.MaxHoldTime
            && EndReading(SessionEndKind.HoldLimit, $"messages stood unsettled for {Figures.PluralExact(Math.Round(age.TotalMinutes), "minute")}, which is the limit");
    }

    private bool EndReading(SessionEndKind kind, string words)
    {
        _readEndKind = kind;
        _readEnd = words;
        return true;
    }

    private async Task SendAsync()
    {
        var batch = new List<(WorkItem Item, string? Hold)>();
        while (await _toSend.Reader.WaitToReadAsync(_abort.Token))
        {
            batch.Clear();
            while (batch.Count < _batchLimit && _toSend.Reader.TryRead(out var next))
                batch.Add(next);
            if (!_isWindingDown && _run.Disk.IsLow(out var low))
                WindDown(SessionEndKind.DiskLow, low);
            if (_isWindingDown || _run.Stop.Kind != StopKind.None)
            {
                // Nothing is recorded of these yet, nor sent: they go back with the session.
                batch.ForEach(one => _gate.Leave(one.Item.Size));
                continue;
            }

            var entries = new List<LedgerEntry>(batch.Count);
            var news = 0;
            foreach (var (item, hold) in batch)
            {
                if (hold is null)
                    _underWay.Add(item);
                if (item.IsRemovalOnly)
                    continue;
                if (hold is not null)
                    entries.Add(item.Hold(_run.Memory.LastRefusal = hold));
                else
                    item.AddIntents(entries);
                if (hold is null && item.Before is null)
                    news++;
            }

            if (entries.Count > 0)
                await _run.Ledger.AppendAsync(entries, _abort.Token);
            if (news > 0)
                _run.Progress.Move(null, LedgerStep.Intended, news);
            foreach (var (item, hold) in batch)
            {
                if (hold is not null)
                    Held(item, wasIntended: false);
                else
                    await HandOverAsync(item);
            }
        }
    }

    private async Task HandOverAsync(WorkItem item)
    {
        if (item.IsRemovalOnly)
        {
            item.IsConfirmRecorded = true;
            item.SettleIn(_toSettle.Writer);
            item.Told(PublishOutcome.Confirmed);
            return;
        }

        if (item.Before is { } before)
            _run.Progress.Move(before, LedgerStep.Intended);
        item.SettleIn(_toSettle.Writer);
        item.HandOver(_run.Time.GetTimestamp());
        try
        {
            var sending = _sink.SendAsync(item, _abort.Token);
            var hasWaited = !sending.IsCompleted;
            await sending;
            if (hasWaited)
                item.SentAt = _run.Time.GetTimestamp();
        }
        catch (OperationCanceledException)
        {
            item.Told(new PublishOutcome(PublishOutcomeKind.Unknown, "stopped while it was handed over"));
            throw;
        }
        catch
        {
            // By contract nothing was sent of this one.
            item.TakeBack();
            throw;
        }

        if (item.IsKnownByPlace)
            item.LetGo();
    }

    /// <summary>Ends the reading and sends nothing further, but waits for what is under way.</summary>
    private void WindDown(SessionEndKind kind, string words)
    {
        _readEndKind = kind;
        _readEnd = words;
        _isWindingDown = true;
        _stopReading.Cancel();
    }

    private async Task GuardAsync(Func<Task> stage, Action afterwards)
    {
        try
        {
            await Task.Run(stage, CancellationToken.None);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Another stage has said why.
        }
        catch (SessionEndedException end)
        {
            End(end);
        }
        catch (LedgerException broken)
        {
            End(new SessionEndedException(SessionEndKind.LedgerBroken, broken.Message, broken));
        }
        catch (Exception fault)
        {
            End(new SessionEndedException(SessionEndKind.Fault, FaultWords.Of(fault), fault));
        }
        finally
        {
            afterwards();
        }
    }

    private void End(SessionEndedException end)
    {
        Interlocked.CompareExchange(ref _end, end, null);
        _abort.Cancel();
    }

    private static async Task CloseQuietlyAsync(IAsyncDisposable session)
    {
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception closing) when (closing is not OutOfMemoryException)
        {
            // Closing a lost connection fails in many ways, and none of them changes anything.
        }
    }
}
