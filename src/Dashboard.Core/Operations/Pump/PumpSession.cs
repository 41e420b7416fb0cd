using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>
/// One open source and one open sink, worked by three stages: <c>read</c> sorts deliveries; <c>send</c> records the intents of a batch, then hands
/// it over; <c>settle</c> records confirmations, then removes, then records that. A stage never does the next step before the ledger has the last one.
/// </summary>
internal sealed class PumpSession : IDisposable
{
    private const int BatchLimit = 500;

    private readonly RunContext _run;
    private readonly SessionPlan _plan;
    private readonly MessageSorter _sorter;
    private readonly ITransferSession _source;
    private readonly IJobSinkSession _sink;
    private readonly InFlightGate _gate;
    private readonly Channel<(WorkItem Item, string? Hold)> _toSend = Channel.CreateUnbounded<(WorkItem, string?)>(new() { SingleReader = true });
    private readonly Channel<WorkItem> _toSettle = Channel.CreateUnbounded<WorkItem>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<long, WorkItem> _underWay = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _stopReading;
    private readonly long _openedAt;
    private SessionEndedException? _end;
    private string? _readEnd;
    private SessionEndKind _readEndKind = SessionEndKind.Exhausted;
    private long _unsettled;
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
        _stopReading = CancellationTokenSource.CreateLinkedTokenSource(run.Stop.Token, _abort.Token);
        _openedAt = run.Time.GetTimestamp();
    }

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
        await watchEnd.CancelAsync();
        await watching;
        await CloseQuietlyAsync(_sink);
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
                await _gate.EnterAsync(sorted.Item!.Size, _stopReading.Token);
                _toSend.Writer.TryWrite((sorted.Item, sorted.Reason));
                return !IsCanaryTried();
        }

        var item = sorted.Item!;
        _run.Progress.Met(item.Size, isPassedOver: false);
        if (!item.IsRemovalOnly)
            await _run.RateLimit.WaitAsync(_stopReading.Token);
        if (item.GoesAlone)
            await _gate.IdleAsync(_stopReading.Token);

        // The last wait: whoever has entered is handed on, and leaves on the other side.
        await _gate.EnterAsync(item.Size, _stopReading.Token);
        _toSend.Writer.TryWrite((item, null));
        if (item.GoesAlone)
            await _gate.IdleAsync(_stopReading.Token);
        return !IsCanaryTried();
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
            return EndReading(SessionEndKind.HoldLimit, $"{held:N0} messages stand unsettled, which is the limit");
        var age = _run.Time.GetElapsedTime(_openedAt);
        return age > _run.Options.MaxHoldTime
            && EndReading(SessionEndKind.HoldLimit, $"messages stood unsettled for {age.TotalMinutes:N0} minutes, which is the limit");
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
            while (batch.Count < BatchLimit && _toSend.Reader.TryRead(out var next))
                batch.Add(next);
            if (!_isWindingDown && _run.Disk.IsLow(out var low))
                WindDown(SessionEndKind.DiskLow, low);
            if (_isWindingDown || _run.Stop.Kind != StopKind.None)
            {
                // Nothing is recorded of these yet, nor sent: they go back with the session.
                batch.ForEach(one => _gate.Leave(one.Item.Size));
                continue;
            }

            var entries = batch
                .Where(one => !one.Item.IsRemovalOnly)
                .Select(one => one.Hold is { } reason ? one.Item.Hold(reason) : one.Item.Intent())
                .ToList();
            foreach (var (item, hold) in batch.Where(one => one.Hold is null))
                _underWay[item.Sequence] = item;
            if (entries.Count > 0)
                await _run.Ledger.AppendAsync(entries, _abort.Token);
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
            item.Fate = Task.FromResult(PublishOutcome.Confirmed);
            _toSettle.Writer.TryWrite(item);
            return;
        }

        _run.Progress.Move(item.Before, LedgerStep.Intended);
        item.SentAt = _run.Time.GetTimestamp();
        item.WasHandedOver = true;
        try
        {
            item.Fate = await _sink.SendAsync(item, _abort.Token);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // By contract nothing was sent of this one.
            item.WasHandedOver = false;
            throw;
        }

        item.SentAt = _run.Time.GetTimestamp();
        _ = item.Fate.ContinueWith(
            static (_, state) =>
            {
                var (settle, sent) = ((Channel<WorkItem>, WorkItem))state!;
                settle.Writer.TryWrite(sent);
            },
            (_toSettle, item),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task SettleAsync()
    {
        var confirmed = new List<WorkItem>();
        var refused = new List<(WorkItem Item, string Reason)>();
        while (await _toSettle.Reader.WaitToReadAsync(_abort.Token))
        {
            confirmed.Clear();
            refused.Clear();
            string? lost = null;
            while (confirmed.Count + refused.Count < BatchLimit && _toSettle.Reader.TryRead(out var item))
            {
                var outcome = await item.Fate!;
                if (outcome.Kind == PublishOutcomeKind.Confirmed)
                    confirmed.Add(item);
                else if (outcome.Kind == PublishOutcomeKind.Unknown)
                    lost ??= outcome.Detail ?? "the broker closed the channel before it confirmed";
                else
                    refused.Add((item, Describe(outcome)));
            }

            await CloseConfirmedAsync(confirmed);
            await CloseRefusedAsync(refused);
            if (lost is not null)
                throw new SessionEndedException(SessionEndKind.Fault, lost);
            if (refused.Count > 0 && !_isWindingDown && _failuresInARow >= _run.Options.MaxFailuresInARow)
            {
                WindDown(
                    SessionEndKind.TooManyFailures,
                    $"{_failuresInARow:N0} messages in a row could not be delivered; the last one was {refused[^1].Reason}");
            }
        }
    }

    private async Task CloseConfirmedAsync(List<WorkItem> items)
    {
        if (items.Count == 0)
            return;
        if (!_run.Source.KeepsMessages)
        {
            var news = items.Where(item => !item.IsConfirmRecorded).ToList();
            if (news.Count > 0)
                await _run.Ledger.AppendAsync([.. news.Select(item => item.Step(LedgerStep.Confirmed))], _abort.Token);
            foreach (var item in news)
                item.IsConfirmRecorded = true;
            await _source.RemoveAsync([.. items.Select(item => item.Delivery)], _abort.Token);
        }

        await _run.Ledger.AppendAsync([.. items.Select(Closing)], _abort.Token);
        _failuresInARow = 0;
        foreach (var item in items)
        {
            _underWay.TryRemove(item.Sequence, out _);
            _run.Progress.Move(item.IsRemovalOnly ? LedgerStep.Unsettled : LedgerStep.Intended, Closing(item).Step);
            _run.Progress.CountDone();
            if (_run.Source is { KeepsMessages: true, IsLog: false })
                Interlocked.Increment(ref _unsettled);
            _gate.Leave(item.Size);
        }
    }

    private static LedgerEntry Closing(WorkItem item)
    {
        if (item.IsRemovalOnly)
            return item.Step(LedgerStep.Delivered, "was confirmed before a fault; removed at the source without sending it again");
        return item.MayBeSecond
            ? item.Step(LedgerStep.SentAgain, "sent again after a fault and removed at the source: the target may have it twice")
            : item.Step(LedgerStep.Delivered);
    }

    private async Task CloseRefusedAsync(List<(WorkItem Item, string Reason)> items)
    {
        if (items.Count == 0)
            return;
        await _run.Ledger.AppendAsync([.. items.Select(one => Refusal(one.Item, one.Reason))], _abort.Token);
        _failuresInARow += items.Count;
        foreach (var (item, _) in items)
            Held(item, wasIntended: true);
    }

    /// <summary>A message that a fault made doubtful stays so when it is refused now: the first sending may have arrived.</summary>
    private static LedgerEntry Refusal(WorkItem item, string reason)
        => item.Step(item.MayBeSecond ? LedgerStep.Doubtful : LedgerStep.Held, reason);

    private void Held(WorkItem item, bool wasIntended)
    {
        _underWay.TryRemove(item.Sequence, out _);
        _run.Memory.Tried(item.Sequence);
        LedgerStep? before = wasIntended ? LedgerStep.Intended : item.Before;
        _run.Progress.Move(before, Refusal(item, "").Step);
        Interlocked.Increment(ref _unsettled);
        _gate.Leave(item.Size);
    }

    /// <summary>Ends the reading and sends nothing further, but waits for what is under way.</summary>
    private void WindDown(SessionEndKind kind, string words)
    {
        _readEndKind = kind;
        _readEnd = words;
        _isWindingDown = true;
        _stopReading.Cancel();
    }

    /// <summary>Shows progress, sees a broker that blocks publishers, and a message whose fate does not come.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        long? blockedAndStopped = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            await _run.ShowAsync(_sink.BlockedReason);
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), _run.Time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var now = _run.Time.GetTimestamp();
            if (_sink.BlockedReason is { } reason)
            {
                foreach (var item in _underWay.Values)
                    item.SentAt = now;
                if (_run.Stop.Kind == StopKind.None)
                    continue;
                blockedAndStopped ??= now;
                if (_run.Time.GetElapsedTime(blockedAndStopped.Value, now) > TimeSpan.FromSeconds(3))
                    End(new SessionEndedException(SessionEndKind.Fault, $"stopped while the broker blocked publishers ({reason})"));
                continue;
            }

            if (_underWay.Values.Any(item => item.WasHandedOver && _run.Time.GetElapsedTime(item.SentAt, now) > _run.Options.ConfirmTimeout))
            {
                End(new SessionEndedException(
                    SessionEndKind.Fault,
                    $"the broker neither confirmed nor refused a message within {_run.Options.ConfirmTimeout.TotalSeconds:N0} seconds"));
            }
        }
    }

    /// <summary>After a fault: takes down what is known of the messages that were under way.</summary>
    private async Task RescueAsync()
    {
        var left = _underWay.Values.Where(item => !item.IsConfirmRecorded).OrderBy(item => item.Sequence).ToList();
        if (_end!.Kind == SessionEndKind.Fault)
            Suspect(left);
        if (_end.Kind == SessionEndKind.LedgerBroken)
            return;
        await Task.WhenAny(
            Task.WhenAll(left.Select(item => item.Fate ?? Task.FromResult(default(PublishOutcome)))),
            Task.Delay(TimeSpan.FromSeconds(2), _run.Time, CancellationToken.None));
        var known = new List<LedgerEntry>();
        foreach (var item in left)
        {
            if (!item.WasHandedOver)
                known.Add(Refusal(item, "not sent: " + _end.Message));
            else if (item.Fate is { IsCompletedSuccessfully: true } fate && await fate is { Kind: not PublishOutcomeKind.Unknown } outcome)
                known.Add(outcome.Kind == PublishOutcomeKind.Confirmed ? Arrived(item) : Refusal(item, Describe(outcome)));
        }

        try
        {
            if (known.Count > 0)
                await _run.Ledger.AppendAsync(known, CancellationToken.None);
        }
        catch (LedgerException)
        {
            // They stay recorded as intended, which makes them uncertain: the safe side.
        }
    }

    private LedgerEntry Arrived(WorkItem item) => _run.Source.KeepsMessages ? Closing(item) : item.Step(LedgerStep.Confirmed);

    /// <summary>
    /// A message that was under way at two faults is sent alone from then on; one that a fault strikes alone, twice, is left alone for the rest of the run.
    /// </summary>
    private void Suspect(List<WorkItem> left)
    {
        foreach (var item in left.Where(item => item.WasHandedOver))
        {
            if (_run.Memory.CountFailure(item.Sequence) >= RunMemory.FailuresToSendAlone + 2 && item.GoesAlone)
                _run.Memory.Tried(item.Sequence);
        }

        if (left.Find(item => !item.WasHandedOver) is { } first && _run.Memory.CountFailure(first.Sequence) >= RunMemory.FailuresToSendAlone + 2)
            _run.Memory.Tried(first.Sequence);
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

    private static string Describe(PublishOutcome outcome) => outcome.Kind switch
    {
        PublishOutcomeKind.Returned => $"returned, it reaches no queue: {outcome.Detail ?? "no words from the broker"}",
        PublishOutcomeKind.Nacked => $"refused by the broker: {outcome.Detail ?? "no words from the broker"}",
        _ => $"not sent: {outcome.Detail ?? "refused before it was written"}",
    };
}
