using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <content>The last two stages: record fates and remove what was confirmed; record that it was removed.</content>
internal sealed partial class PumpSession
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private async Task SettleAsync()
    {
        var refused = new List<(WorkItem Item, string Reason)>();
        while (await _toSettle.Reader.WaitToReadAsync(_abort.Token))
        {
            var confirmed = new List<WorkItem>();
            refused.Clear();
            string? lost = null;
            var isDenied = false;
            while (confirmed.Count + refused.Count < _batchLimit && _toSettle.Reader.TryRead(out var item))
            {
                var outcome = item.Outcome!.Value;
                if (outcome.Kind == PublishOutcomeKind.Confirmed)
                    confirmed.Add(item);
                else if (outcome.Kind == PublishOutcomeKind.Unknown)
                    lost ??= outcome.Detail ?? "the broker closed the channel before it confirmed";
                else
                    refused.Add((item, Describe(outcome)));
                isDenied |= outcome.IsRefusal;
            }

            await RemoveAsync(confirmed);
            await CloseRefusedAsync(refused);
            if (lost is not null)
                throw new SessionEndedException(SessionEndKind.Fault, lost, isDenied ? new BrokerException(lost) { IsRefusal = true } : null);
            if (refused.Count > 0 && !_isWindingDown && _failuresInARow >= _run.Options.MaxFailuresInARow)
            {
                WindDown(
                    SessionEndKind.TooManyFailures,
                    $"{OperationWords.Messages(_failuresInARow)} in a row could not be delivered; the last one was {refused[^1].Reason}");
            }
        }
    }

    /// <summary>Where the source keeps its messages, nothing is to be removed and the confirmation closes them.</summary>
    private async Task RemoveAsync(List<WorkItem> items)
    {
        if (items.Count == 0)
            return;
        if (!_run.Source.KeepsMessages)
        {
            var news = items.FindAll(item => !item.IsConfirmRecorded);
            if (news.Count > 0)
                await _run.Ledger.AppendAsync(news.ConvertAll(item => item.Step(LedgerStep.Confirmed)), _abort.Token);
            foreach (var item in news)
                item.IsConfirmRecorded = true;
            await _source.RemoveAsync(items.ConvertAll(item => item.Delivery), _abort.Token);
        }

        _failuresInARow = 0;
        _toClose.Writer.TryWrite(items);
    }

    /// <summary>Works beside the removal of the next ones: both lines are on the disk with one commit.</summary>
    private async Task CloseAsync()
    {
        while (await _toClose.Reader.WaitToReadAsync(_abort.Token))
        {
            // Copies of one batch go to many partitions, which confirm one after the other: together they are a few lines of the ledger, apart one for each message.
            if (_run.Source is { IsLog: true, IsLocal: false })
                await Task.Delay(Gathering, _run.Time, _abort.Token);
            _toClose.Reader.TryRead(out var items);
            while (_toClose.Reader.TryRead(out var more))
                items!.AddRange(more);

            if (_run.Source.IsLog)
                items!.Sort(static (one, other) => one.Sequence.CompareTo(other.Sequence));
            await _run.Ledger.AppendAsync(items!.ConvertAll(Closing), _abort.Token);
            Closed(items!);
        }
    }

    private void Closed(List<WorkItem> items)
    {
        _underWay.Remove(items);
        long bytes = 0;
        var delivered = 0;
        foreach (var item in items)
        {
            if (!_run.Source.KeepsMessages)
                _run.Memory.Closed(item.Sequence);
            bytes += item.Size;
            if (item.CameBack)
                Interlocked.Increment(ref _cameBack);
            else if (item is { IsRemovalOnly: false, MayBeSecond: false } && _run.Sink.KeepsWhatItTakes)
                delivered++;
            else
                _run.Progress.Move(item.IsRemovalOnly ? LedgerStep.Unsettled : LedgerStep.Intended, Closing(item).Step);
        }

        if (delivered > 0)
            _run.Progress.Move(LedgerStep.Intended, LedgerStep.Delivered, delivered);
        _run.Progress.CountDone(items.Count(item => !item.CameBack));
        if (_run.Source is { KeepsMessages: true, IsLog: false })
            Interlocked.Add(ref _unsettled, items.Count);
        _gate.Leave(items.Count, bytes);
    }

    private LedgerEntry Closing(WorkItem item)
    {
        if (item.CameBack)
            return item.Step(item.Before!.Value, "came back after a fault; removed again without sending it");
        if (!_run.Sink.KeepsWhatItTakes)
            return item.Step(LedgerStep.Delivered, item.Before is null ? null : "removed after a fault");
        if (item is { IsRemovalOnly: true, MayBeSecond: false })
            return item.Step(LedgerStep.Delivered, "was confirmed before a fault; removed at the source without sending it again");
        return item.MayBeSecond
            ? item.Step(LedgerStep.SentAgain, "sent again after a fault and removed at the source: the target may have it more than once")
            : item.Step(LedgerStep.Delivered);
    }

    private async Task CloseRefusedAsync(List<(WorkItem Item, string Reason)> items)
    {
        if (items.Count == 0)
            return;
        await _run.Ledger.AppendAsync([.. items.Select(one => Refusal(one.Item, one.Reason))], _abort.Token);
        _failuresInARow += items.Count;
        _run.Memory.LastRefusal = items[^1].Reason;
        foreach (var (item, _) in items)
            Held(item, wasIntended: true);
    }

    /// <summary>A message that a fault made doubtful stays so when it is refused now: the first sending may have arrived.</summary>
    private static LedgerEntry Refusal(WorkItem item, string reason)
        => item.Step(item.MayBeSecond ? LedgerStep.Doubtful : LedgerStep.Held, reason);

    private void Held(WorkItem item, bool wasIntended)
    {
        _underWay.Remove(item);
        _run.Memory.Tried(item.Sequence);
        LedgerStep? before = wasIntended ? LedgerStep.Intended : item.Before;
        _run.Progress.Move(before, Refusal(item, "").Step);
        Interlocked.Increment(ref _unsettled);
        _gate.Leave(item.Size);
    }

    private static string Describe(PublishOutcome outcome) => outcome.Kind switch
    {
        PublishOutcomeKind.Returned => $"returned, it reaches no queue: {outcome.Detail ?? "no words from the broker"}",
        PublishOutcomeKind.Nacked => $"refused by the broker: {outcome.Detail ?? "no words from the broker"}",
        _ => $"not sent: {outcome.Detail ?? "refused before it was written"}",
    };
}
