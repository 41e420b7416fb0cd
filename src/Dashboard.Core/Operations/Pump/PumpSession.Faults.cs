using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Pump;

/// <content>Seeing that something is wrong, and saving what is known afterwards.</content>
internal sealed partial class PumpSession
{
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
                foreach (var item in _underWay.ToList())
                    item.SentAt = now;
                if (_run.Stop.Kind == StopKind.None)
                    continue;
                blockedAndStopped ??= now;
                if (_run.Time.GetElapsedTime(blockedAndStopped.Value, now) > TimeSpan.FromSeconds(3))
                    End(new SessionEndedException(SessionEndKind.Fault, $"stopped while the broker blocked publishers ({reason})"));
                continue;
            }

            if (_underWay.Any(item => item.WasHandedOver && _run.Time.GetElapsedTime(item.SentAt, now) > _run.Options.ConfirmTimeout))
            {
                End(new SessionEndedException(
                    SessionEndKind.Fault,
                    $"the broker neither confirmed nor refused a message within {Figures.PluralExact(_run.Options.ConfirmTimeout.TotalSeconds, "second")}"));
            }
        }
    }

    /// <summary>After a fault: takes down what is known of the messages that were under way.</summary>
    private async Task RescueAsync()
    {
        var left = _underWay.ToList().FindAll(item => item is { IsConfirmRecorded: false, IsRemovalOnly: false });
        if (_end!.Kind == SessionEndKind.Fault)
            Suspect(left);
        if (_end.Kind == SessionEndKind.LedgerBroken)
            return;
        await Task.WhenAny(
            Task.WhenAll(left.Where(item => item.WasHandedOver).Select(item => item.WhenToldAsync())),
            Task.Delay(TimeSpan.FromSeconds(2), _run.Time, CancellationToken.None));
        var known = new List<LedgerEntry>();
        foreach (var item in left)
        {
            if (!item.WasHandedOver)
                known.Add(Refusal(item, "not sent: " + _end.Message));
            else if (item.Outcome is { Kind: not PublishOutcomeKind.Unknown } outcome)
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
}
