using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>
/// Throws away the beginning of a log. What goes is frozen by places before anything else, so that a run after a fault or a kill goes on with the same. With an archive
/// every message is on the disk before the first one goes, and no more goes than was read; a failure in between leaves the log as it was.
/// </summary>
internal sealed class LogPurge(
    Job job, IBrokerConnection connection, LogArchive archive, IJobLedger ledger, JobTable table, StopRequest stop, OperationsOptions options, TimeProvider time)
{
    private readonly ILogPurger _purger = connection.Find<ILogPurger>()
        ?? throw new BrokerException($"Nothing can be purged up to a bound on the connection {connection.Info.Name}.");

    private readonly IMessageTransfer _transfer = connection.Find<IMessageTransfer>()
        ?? throw new BrokerException($"The connection {connection.Info.Name} cannot read messages: nothing was purged.");

    private LogExtent _extent = new([]);
    private long _openPlaces;
    private bool _wasTold;

    /// <summary>Whether an intent is such a purge.</summary>
    public static bool IsOne(OperationIntent intent) => intent is { Kind: OperationKind.Purge, Selection: MessagesBefore, Changes.Count: 0 };

    /// <summary>The broker was told to remove, and its answer was not recorded: only going on brings it to light.</summary>
    public static bool WasUnderWay(Job job) => IsOne(job.Intent) && job.Accounting.Uncertain > 0;

    private DestinationRef Source => job.Intent.Source!;

    private bool Archives => job.Intent.Options.ArchiveFirst;

    public async Task<RunResult> RunAsync()
    {
        try
        {
            var state = await ledger.LoadAsync(withClosed: false, stop.Token);
            if (state.Fact(LedgerFacts.Ready) is null)
                state = await FreezeAsync();
            _extent = LogExtent.Of(state)!;
            _openPlaces = state.Fact(LedgerFacts.OpenPlaces) ?? 0;
            var archived = state.Fact(LedgerFacts.Archived);
            _wasTold = WasUnderWay(job);
            if (!_wasTold)
                await ShowAsync(Account(archived ?? _extent.Count));
            if (Archives && archived is null)
            {
                if (await ArchiveAsync(state) is { } ended)
                    return ended;
                archived = archive.Messages;
            }
            else if (archived is { } complete && await archive.FindLossAsync(complete, stop.Token) is { } lost)
            {
                return lost;
            }

            return await RemoveAsync(state, archived ?? _extent.Count);
        }
        catch (OperationCanceledException) when (stop.Kind != StopKind.None)
        {
            return stop.Kind switch
            {
                StopKind.Cancel => new RunResult(JobState.Cancelled, _wasTold ? "Whether anything was purged is not known" : "Nothing was purged"),
                StopKind.Shutdown => new RunResult(JobState.Interrupted, "The dashboard was stopped"),
                _ => new RunResult(JobState.Paused, _wasTold ? "Paused; whether anything was purged is not known" : "Paused; nothing was purged yet"),
            };
        }
    }

    /// <summary>What goes is what stands before the bound now, and with an archive only what can be read: nothing from the first open transaction on.</summary>
    private async Task<LedgerState> FreezeAsync()
    {
        var id = await IdAsync(stop.Token);
        var wanted = new LogExtent((await _purger.PreviewAsync(Source, ((MessagesBefore)job.Intent.Selection).Bound, stop.Token)).Select(range => LogRange.Of(range.Partition, range.First, range.End)));
        var extent = wanted;
        if (Archives && wanted.Count > 0)
            extent = wanted.And(new LogExtent(await MeasureAsync(wanted, stop.Token)));
        await Task.WhenAll(extent.ToFacts().Select(fact => ledger.SetFactAsync(fact.Name, fact.Value, CancellationToken.None)));
        await ledger.SetFactAsync(LedgerFacts.OpenPlaces, wanted.Count - extent.Count, CancellationToken.None);
        if (id is { } log)
            await ledger.SetFactAsync(LedgerFacts.LogId, log, CancellationToken.None);
        await ledger.SetFactAsync(LedgerFacts.Ready, extent.Count, CancellationToken.None);
        return await ledger.LoadAsync(withClosed: false, CancellationToken.None);
    }

    /// <summary>Null when every message is on the disk. Waits for a broker that is lost, as any job does.</summary>
    private async Task<RunResult?> ArchiveAsync(LedgerState state)
    {
        long? since = null;
        long before = -1;
        var faults = 0;
        while (true)
        {
            try
            {
                if (await FindChangeAsync(state) is { } changed)
                    return changed;
                if (await archive.FillAsync(_transfer, Source, _extent, stop.Token) is { } ended)
                    return ended;
                await ledger.SetFactAsync(LedgerFacts.Archived, archive.Messages, CancellationToken.None);
                return null;
            }
            catch (BrokerException fault) when (!fault.IsRefusal)
            {
                if (since is null || archive.Messages > before)
                    (since, before, faults) = (time.GetTimestamp(), archive.Messages, 0);
                var words = FaultWords.Of(fault);
                await table.NoteAsync(job.Id, $"Fault: {words}", "system");
                if (time.GetElapsedTime(since.Value) > options.FaultPatience)
                    return new RunResult(JobState.Failed, $"Given up after {faults + 1:N0} attempts, and nothing was purged: {words}", "When the broker can be reached again, resume: it goes on behind the last message that is in the archive.");
                var pause = TimeSpan.FromTicks(Math.Min(options.MaxBackOff.Ticks, options.MinBackOff.Ticks << Math.Min(faults++, 10)));
                await table.ShowAsync(job.Id, shown => shown with { Reason = $"Waiting for the broker: {words}. Attempt {faults + 1:N0} follows in {pause.TotalSeconds:0.#} s; nothing was purged yet" });
                await Task.Delay(pause, time, stop.Token);
            }
            catch (BrokerException refused)
            {
                return new RunResult(JobState.Paused, $"The broker does not let this account read what is to be archived: {FaultWords.Of(refused)}. Nothing was purged", "Have the permission given, then resume.");
            }
        }
    }

    private async Task<RunResult> RemoveAsync(LedgerState state, long selected)
    {
        if (await FindChangeAsync(state) is { } changed)
            return changed;
        stop.Token.ThrowIfCancellationRequested();

        _wasTold = true;

        // From here on the broker decides: until its answer is recorded it is not known, and what is archived can be restored whatever comes.
        var places = OperationWords.Offsets(_extent.Count);
        await table.NoteAsync(
            job.Id,
            Archives ? $"{OperationWords.Messages(selected)} in the archive, which is complete on the disk: the broker is told to remove {places}" : $"The broker is told to remove {places}",
            "system",
            now => now with { Accounting = Account(selected, uncertain: selected), HasArchive = Archives && selected > 0, Reason = null });
        try
        {
            if (_extent.Count > 0)
                await _purger.PurgeAsync(Source, [.. _extent.Ranges.Select(RangeOf)], CancellationToken.None);
        }
        catch (BrokerException failed)
        {
            return await AfterFailureAsync(state, selected, failed);
        }

        await ShowAsync(Account(selected, done: selected));
        return new RunResult(JobState.Succeeded, Left());
    }

    /// <summary>The first offsets say how far the broker came.</summary>
    private async Task<RunResult> AfterFailureAsync(LedgerState state, long selected, BrokerException failed)
    {
        var words = FaultWords.Of(failed);
        long gone;
        try
        {
            if (await FindChangeAsync(state) is { } changed)
                return changed;
            var firsts = (await MeasureAsync(_extent, CancellationToken.None)).ToDictionary(range => range.Partition, range => LogPosition.Unpack(range.From).Offset);
            gone = Archives
                ? await archive.CountBeforeAsync(_extent.Ranges.ToDictionary(range => range.Partition, range => Math.Min(firsts[range.Partition], LogPosition.Unpack(range.End).Offset)), CancellationToken.None)
                : _extent.Ranges.Select(RangeOf).Sum(range => Math.Clamp(firsts[range.Partition] - range.First, 0, range.End - range.First));
        }
        catch (BrokerException)
        {
            return new RunResult(JobState.Failed, $"Whether anything was purged is not known: {words}", "Resume it when the broker can be reached: it purges up to the same offsets, and nothing that was written since.");
        }

        // An archive of what is all there still is nothing to restore.
        await table.ShowAsync(job.Id, shown => shown with { Accounting = Account(selected, done: gone), HasArchive = shown.HasArchive && gone > 0 });
        return gone == selected
            ? new RunResult(JobState.Succeeded, $"The broker's answer was lost ({words}), and its first offsets say that it was done")
            : new RunResult(JobState.Failed, words, "Resume it: it purges up to the same offsets, and nothing that was written since.");
    }

    /// <summary>What is to be said if the log is not the one that it was when the job began; null while it is.</summary>
    private async Task<RunResult?> FindChangeAsync(LedgerState state)
    {
        if (state.Fact(LedgerFacts.LogId) is not { } known || await IdAsync(CancellationToken.None) is var now && now == known)
            return null;
        var archived = Math.Max(archive.Messages, state.Fact(LedgerFacts.Archived) ?? 0);
        var selected = state.Fact(LedgerFacts.Archived) ?? _extent.Count;
        var what = now is null
            ? $"{Source.Describe()} was deleted while the job ran"
            : $"{Source.Describe()} was deleted and made anew while the job ran, and what stands in it now was never to be purged";
        await table.NoteAsync(job.Id, what, "system", shown => shown with
        {
            Accounting = _wasTold ? shown.Accounting : Account(selected) with { ExternallyRemoved = selected },
            HasArchive = shown.HasArchive || archived > 0,
        });
        var purged = _wasTold ? "Whether it was purged before is not known" : "Nothing was purged";
        return new RunResult(JobState.Failed, archived > 0 ? $"{what}. {purged}; the archive has {OperationWords.Messages(archived)} that stood in it" : $"{what}. {purged}");
    }

    /// <summary>The name of the log as a number that no other has; null where the broker has no such names, or the log is gone.</summary>
    private async Task<long?> IdAsync(CancellationToken cancellationToken)
        => await _transfer.LogIdAsync(Source, cancellationToken) is { } id ? BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))) : null;

    private async Task<IReadOnlyList<LogRange>> MeasureAsync(LogExtent extent, CancellationToken cancellationToken)
        => await _transfer.MeasureAsync(Source, new LogBounds { Partitions = [.. extent.Ranges.Select(range => range.Partition).Distinct()] }, cancellationToken)
            ?? throw new BrokerException($"{Source.Describe()} is no log: nothing was purged.");

    private string? Left() => _openPlaces > 0
        ? $"{Figures.PluralExact(_openPlaces, "offset from the first open transaction on was", "offsets from the first open transaction on were")} neither archived nor purged"
        : _extent.Count == 0 ? "Nothing stood before the bound any more" : null;

    private Task ShowAsync(JobAccounting accounting) => table.ShowAsync(job.Id, shown => shown with { Accounting = accounting });

    private static JobAccounting Account(long selected, long done = 0, long uncertain = 0) => JobAccounting.None with { Selected = selected, Delivered = done, Uncertain = uncertain };

    private static PartitionRange RangeOf(LogRange range) => new(range.Partition, LogPosition.Unpack(range.From).Offset, LogPosition.Unpack(range.End).Offset);
}
