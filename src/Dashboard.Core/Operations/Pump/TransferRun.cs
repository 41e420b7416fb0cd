using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Pump;

/// <summary>
/// One run of a job: sessions one after the other, each starting from what the ledger says, until the selection is done, somebody stops it, or a
/// fault outlasts the patience. Going on after a fault and going on after a restart are the same thing here.
/// </summary>
internal sealed partial class TransferRun(RunContext run)
{
    private const int ProbeWindow = 50;
    private const int RefusalsToPause = 3;

    private long _ready;
    private LogExtent? _extent;
    private int _window = ProbeWindow;
    private bool _wasProbed;
    private long? _faultSince;
    private long _doneAtFault;
    private int _faults;
    private int _refusals;
    private long _newlyMetLast = -1;

    private MessageSelection Selection => run.Job.Intent.Selection;

    public async Task<RunResult> RunAsync()
    {
        // A run that is stopped before its first session has not lost what earlier runs did.
        var state = await LoadAsync();
        _ready = state.Fact(LedgerFacts.Ready) ?? 0;
        run.Progress.Reset(state, Bound(state));
        if (run.Disk.IsLow(out var low))
            return DiskLow(low);
        await MarkInterruptionAsync();
        state = await LoadAsync();
        if (run.IsCanaryApproved && state.Rows > 0 && state.Fact(LedgerFacts.CanaryPassed) is null)
            await run.Ledger.SetFactAsync(LedgerFacts.CanaryPassed, 1, CancellationToken.None);
        while (true)
        {
            if (run.Stop.Kind != StopKind.None)
                return Stopped();
            state = await SettleArrivedAsync(await LoadAsync());
            var quota = await QuotaAsync(state);
            if (quota is null)
            {
                if (await WaitAfterFaultAsync("the source cannot be reached") is { } gaveUp)
                    return gaveUp;
                continue;
            }

            run.Progress.Reset(state, Bound(state));
            await run.ShowAsync(null);
            if (await RunSessionAsync(state, quota.Value) is { } result)
                return result;
        }
    }

    /// <summary>How many messages the job may still meet for the first time; freezes the selection at the first start. Null when it cannot be asked now.</summary>
    private async Task<long?> QuotaAsync(LedgerState state)
    {
        if (state.Fact(LedgerFacts.Ready) is { } frozen)
        {
            _ready = frozen;
        }
        else
        {
            try
            {
                await FreezeAsync();
            }
            catch (Exception fault) when (!run.Stop.Token.IsCancellationRequested)
            {
                await run.Note($"{run.Source.Description} cannot be read: {FaultWords.Of(fault)}");
                return null;
            }

            await run.Ledger.SetFactAsync(LedgerFacts.Ready, _ready, CancellationToken.None);
        }

        return Math.Max(0, _ready - state.Rows - (state.Fact(LedgerFacts.Missing) ?? 0) - (state.Fact(LedgerFacts.GoneTwins) ?? 0));
    }

    /// <summary>
    /// Of a log the places are kept, and nothing that is written later is read, however often the job goes on. Only then the number is kept, which says
    /// that the selection is frozen.
    /// </summary>
    private async Task FreezeAsync()
    {
        if (await run.Source.MeasureAsync(run.Stop.Token) is { } extent)
        {
            _extent = PickedOf(extent);
            await Task.WhenAll(_extent.ToFacts().Select(fact => run.Ledger.SetFactAsync(fact.Name, fact.Value, CancellationToken.None)));
            if (run.Source.HasPartitions)
                await run.Ledger.SetFactAsync(LedgerFacts.Partitioned, 1, CancellationToken.None);
            _ready = _extent.Count;
        }
        else
        {
            _ready = await run.Source.CountReadyAsync(run.Stop.Token);
        }

        if (Selection is FirstMessages first)
            _ready = Math.Min(_ready, first.Count);
    }

    /// <summary>Messages that were picked by their places are read there, and nowhere else.</summary>
    private LogExtent PickedOf(LogExtent extent)
    {
        if (Selection is not ChosenMessages chosen)
            return extent;
        var places = chosen.Identities.Select(run.Source.PlaceOf).ToList();
        return places.Contains(null) ? extent : extent.And(LogExtent.OfPlaces(places.OfType<long>()));
    }

    /// <summary>Messages are known by their places alone: those that were delivered are not read again, and need not be looked out for.</summary>
    private bool IsByPlace => _extent is not null && Selection is not ChosenMessages;

    /// <summary>What a session reads of a log: the places of what is open, and what no session has come to. Null for everything else.</summary>
    private LogExtent? PlacesToRead(LedgerState state)
    {
        if (!IsByPlace)
            return _extent;
        var open = state.Open.Where(row => row.Step.IsOpen() && !run.Memory.HasTried(row.Sequence)).Select(row => row.Position);
        return LogExtent.OfPlaces(open).With(_extent!.After(state.LastPosition));
    }

    private async Task<RunResult?> RunSessionAsync(LedgerState state, long quota)
    {
        var isCanary = run.Job.Intent.Options.CanaryFirst && state.Fact(LedgerFacts.CanaryPassed) is null;
        var selection = new SelectionTest(Selection, state.Open.Select(row => row.Identity).OfType<MessageIdentity>(), run.Filters);
        var rules = SortingRules.For(Selection, run.Source, run.Sink, HasFaults(state), isSweep: false) with { ByPlace = IsByPlace };
        var sorter = new MessageSorter(run.Job.Id, state, quota, selection, run.Sink, run.Memory, rules);
        if (sorter.IsSatisfied)
            return await SweepOrFinishAsync(state, sorter, quota);
        run.Progress.StartSession();
        var plan = PlanSession(state, quota, isCanary);
        var end = await OpenAndRunAsync(state, quota + sorter.NotMet.LongCount() + sorter.MayStillComeBack, sorter, plan);
        await run.ShowAsync(null);
        switch (end.Kind)
        {
            case SessionEndKind.Exhausted:
                if (sorter.Loops > 0)
                    await run.Note($"{OperationWords.Messages(sorter.Loops)} came straight back to the source with this job's stamp: left there and not sent again");
                if (sorter.Loops > 0 && sorter.NewlyMet > 0 && sorter.NewlyMet < quota && sorter.NewlyMet != _newlyMetLast)
                {
                    // Copies that came back used up deliveries that were meant for others.
                    _newlyMetLast = sorter.NewlyMet;
                    return null;
                }

                return await SweepOrFinishAsync(state, sorter, quota);
            case SessionEndKind.Reopen:
                return null;
            case SessionEndKind.CanaryDone:
                return await CanaryAsync();
            case SessionEndKind.HoldLimit:
                return AfterHoldLimit(end);
            default:
                return await AfterEarlyEndAsync(end);
        }
    }

    /// <summary>What any session may end with.</summary>
    private async Task<RunResult?> AfterEarlyEndAsync(SessionEnd end)
    {
        switch (end.Kind)
        {
            case SessionEndKind.Stopped:
                return Stopped();
            case SessionEndKind.DiskLow:
                return DiskLow(end.Words);
            case SessionEndKind.TooManyFailures:
                return new RunResult(JobState.Paused, end.Words, "Look at the target, then resume (what is held is tried again) or cancel.");
            case SessionEndKind.LedgerBroken:
                return new RunResult(JobState.Failed, $"The job's own record cannot be written, so nothing further was sent: {end.Words}", "See to the disk of the data folder, then resume.");
            default:
                return await AfterFaultAsync(end);
        }
    }

    private async Task<SessionEnd> OpenAndRunAsync(LedgerState state, long maxDeliveries, MessageSorter sorter, SessionPlan plan)
    {
        ITransferSession? source = null;
        try
        {
            await run.Ledger.SetFactAsync(LedgerFacts.InSession, 1, CancellationToken.None);
            // The sink first: a source that is open reads ahead, and what is read ahead is marked as redelivered when it goes back.
            var sink = await run.Sink.OpenAsync(run.Stop.Token);
            try
            {
                var from = run.Source.IsLog && _extent is null ? FirstPosition(state) : null;
                var reading = new SourceReading(maxDeliveries, WindowToOpen(plan), from, PlacesToRead(state));
                source = await run.Source.OpenAsync(reading, run.Stop.Token);
            }
            catch
            {
                await sink.DisposeAsync();
                throw;
            }

            using var session = new PumpSession(run, plan, sorter, source, sink);
            var end = await session.RunAsync();
            if (end.Kind is not (SessionEndKind.Fault or SessionEndKind.LedgerBroken))
                await run.Ledger.SetFactAsync(LedgerFacts.InSession, 0, CancellationToken.None);
            if (session.CameBack > 0)
                await run.Note($"{OperationWords.Messages(session.CameBack)} that had been delivered came back after the fault: removed again and not sent");
            if (end.Kind == SessionEndKind.HoldLimit)
                GrowWindow(session.Unsettled);
            return end;
        }
        catch (OperationCanceledException) when (run.Stop.Kind != StopKind.None && source is null)
        {
            return new SessionEnd(SessionEndKind.Stopped, "");
        }
        catch (Exception fault) when (fault is not OperationCanceledException && source is null)
        {
            return new SessionEnd(SessionEndKind.Fault, FaultWords.Of(fault), fault);
        }
    }

    private SessionPlan PlanSession(LedgerState state, long quota, bool isCanary)
    {
        if (run.Source.IsLocal || (_extent is not null && !isCanary))
            return new SessionPlan(_extent is null ? run.Options.MaxWindow : run.Options.MaxLogWindow, run.Options.WindowBytes, null, null, isCanary, HoldsEverything);
        long? probe = null;
        if (!_wasProbed && run.Progress.MeanSize is null && !Selection.PassesOver && !run.Source.KeepsMessages && quota > ProbeWindow && !isCanary)
            probe = ProbeWindow;
        else if (run.Progress.MeanSize is { } mean)
            _window = (int)Math.Clamp(run.Options.WindowBytes / Math.Max(1, mean), 10, run.Options.MaxWindow);
        _wasProbed |= probe is not null;
        long? maxHeld = run.Source.IsLog ? null
            : HoldsEverything ? run.Job.Intent.Options.MaxHeld
            : Math.Min(run.Job.Intent.Options.MaxHeld, _heldRoom + (_window / 2));
        return new SessionPlan(isCanary ? 1 : _window, run.Options.WindowBytes, maxHeld, probe, isCanary, HoldsEverything);
    }

    private bool HoldsEverything => Selection.PassesOver || run.Source is { KeepsMessages: true, IsLog: false };

    private long _heldRoom;

    /// <summary>Room for held messages on top of the window, doubled so that a source full of them is not read from its head too often.</summary>
    private void GrowWindow(long unsettled) => _heldRoom = Math.Max(unsettled * 2, _heldRoom);

    private int WindowToOpen(SessionPlan plan)
        => plan.HoldsEverything ? 0 : (int)Math.Min(ushort.MaxValue, plan.Window + _heldRoom + (plan.IsCanary ? 0 : plan.Window / 2));

    private static long? FirstPosition(LedgerState state)
    {
        var open = state.Open.Where(row => row.Step.IsOpen()).Select(row => (long?)row.Position).Min();
        return open ?? state.LastPosition + 1;
    }

    private async Task<RunResult?> AfterFaultAsync(SessionEnd end)
    {
        await RememberFaultAsync();
        var uncertain = await run.Ledger.MarkFaultAsync(end.Words, CancellationToken.None);
        var state = await LoadAsync();
        run.Progress.Reset(state, Bound(state));
        await run.Note(uncertain == 0 ? $"Fault: {end.Words}" : $"Fault: {end.Words}. {Figures.PluralExact(uncertain, "message was", "messages were")} under way, uncertain until found again");
        if (run.Stop.Kind != StopKind.None)
            return Stopped();

        // A permission that was taken away does not come back by waiting; asked a few times, because a node that starts may not know it yet.
        var hasMoved = run.Progress.Done > _doneAtFault;
        _refusals = end.Cause is not BrokerException { IsRefusal: true } ? 0 : hasMoved ? 1 : _refusals + 1;
        if (_refusals >= RefusalsToPause)
            return new RunResult(JobState.Paused, $"The broker does not let this account go on: {end.Words}. Nothing is held", "Have the permission given back, then resume: it goes on where it stopped.");
        return await WaitAfterFaultAsync(end.Words);
    }

    private async Task<RunResult?> WaitAfterFaultAsync(string words)
    {
        if (_faultSince is null || run.Progress.Done > _doneAtFault)
        {
            _faultSince = run.Time.GetTimestamp();
            _faults = 0;
        }

        _doneAtFault = run.Progress.Done;
        _faults++;
        if (run.Time.GetElapsedTime(_faultSince.Value) > run.Options.FaultPatience)
            return new RunResult(JobState.Failed, $"Given up after {_faults:N0} attempts: {words}", "When the broker can be reached again, resume: it goes on where it stopped.");
        if (await IsSourceGoneAsync())
            return await SourceGoneAsync();
        var pause = TimeSpan.FromTicks(Math.Min(run.Options.MaxBackOff.Ticks, run.Options.MinBackOff.Ticks << Math.Min(_faults - 1, 10)));
        await run.Report(run.Progress, $"Waiting for the broker: {words}. Attempt {_faults + 1:N0} follows in {pause.TotalSeconds:0.#} s; nothing is held meanwhile.");
        try
        {
            await Task.Delay(pause, run.Time, run.Stop.Token);
        }
        catch (OperationCanceledException)
        {
            return Stopped();
        }

        return null;
    }

    /// <summary>A broker that is just starting may not know its queues yet: only three equal answers count.</summary>
    private async Task<bool> IsSourceGoneAsync()
    {
        if (_faults < 3)
            return false;
        try
        {
            return await run.Source.IsGoneAsync(run.Stop.Token);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task<RunResult> SourceGoneAsync()
    {
        var state = await LoadAsync();
        var held = state.Open.Where(row => row.Step == LedgerStep.Held).ToList();
        if (held.Count > 0)
            await run.Ledger.AppendAsync([.. held.Select(row => new LedgerEntry(row.Sequence, LedgerStep.ExternallyRemoved, "the source was deleted"))], CancellationToken.None);
        var quota = await QuotaAsync(await LoadAsync()) ?? 0;
        if (IsByPlace)
            await run.Ledger.SetFactAsync(LedgerFacts.ReadToEnd, 1, CancellationToken.None);
        else if (Selection is not MatchingMessages && quota > 0)
            await run.Ledger.SetFactAsync(LedgerFacts.Missing, (state.Fact(LedgerFacts.Missing) ?? 0) + quota, CancellationToken.None);
        state = await LoadAsync();
        run.Progress.Reset(state, Bound(state));
        await run.ShowAsync(null);
        return new RunResult(JobState.Failed, $"{run.Source.Description} was deleted while the job ran; what had not been delivered went with it", null);
    }

    /// <summary>An archive knows what it holds: rows in doubt that are in it are not in doubt.</summary>
    private async Task<LedgerState> SettleArrivedAsync(LedgerState state)
    {
        var doubtful = state.Open.Where(row => row.Step == LedgerStep.Doubtful).ToList();
        if (doubtful.Count == 0)
            return state;
        var arrived = await run.Sink.FindArrivedAsync(doubtful, CancellationToken.None);
        if (arrived.Count == 0)
            return state;
        await run.Ledger.AppendAsync([.. arrived.Select(sequence => new LedgerEntry(sequence, LedgerStep.Unsettled, "found in the archive"))], CancellationToken.None);
        return await LoadAsync();
    }

    private static bool HasFaults(LedgerState state) => state.Fact(LedgerFacts.Faults) > 0;

    private async Task RememberFaultAsync()
    {
        run.Memory.Fault();
        var state = await run.Ledger.LoadAsync(withClosed: false, CancellationToken.None);
        await run.Ledger.SetFactAsync(LedgerFacts.Faults, (state.Fact(LedgerFacts.Faults) ?? 0) + 1, CancellationToken.None);
    }

    /// <summary>With the closed rows where their messages may be met again.</summary>
    private async Task<LedgerState> LoadAsync()
    {
        // The facts alone say whether places were frozen, and only then what has to be loaded.
        var withClosed = (run.Source.KeepsMessages && !run.Source.IsLog) || run.Source.IsLocal || Selection is ChosenMessages;
        var state = await run.Ledger.LoadAsync(withClosed, CancellationToken.None);
        _extent ??= state.Fact(LedgerFacts.Ready) is null ? null : LogExtent.Of(state);
        if (withClosed || IsByPlace)
            return state;
        return run.Source.KeepsMessages || HasFaults(state) ? await run.Ledger.LoadAsync(withClosed: true, CancellationToken.None) : state;
    }

    private long? Bound(LedgerState state) => JobFigures.BoundOf(Selection, state, _ready);

    private RunResult Stopped() => run.Stop.Kind switch
    {
        StopKind.Cancel => new RunResult(JobState.Cancelled),
        StopKind.Shutdown => new RunResult(JobState.Interrupted, "The dashboard was stopped"),
        _ => new RunResult(JobState.Paused, "Paused; nothing is held at the broker"),
    };

    private static RunResult DiskLow(string words)
        => new(JobState.Paused, $"Stopped before sending: {words}", "Free space on the disk of the data folder, then resume.");
}
