using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>What earlier jobs delivered from a log to the target of an intent. A log gives nothing away, so nothing else tells what is left to do.</summary>
internal sealed class PastDeliveries(IConnectionRegistry connections, IDeliveryRecord record, IJobLedgerStore ledgers)
{
    /// <summary>The places that are at the target already, and the jobs that took them there. Null where the source is no log that can be told from others.</summary>
    /// <exception cref="Model.BrokerException">A broker could not be asked.</exception>
    public async Task<PastDelivery?> FindAsync(OperationIntent intent, string? exceptJob, CancellationToken cancellationToken)
    {
        if (await KeysAsync(intent, cancellationToken) is not { } keys)
            return null;
        var ranges = new List<LogRange>();
        var jobs = new List<string>();
        foreach (var jobId in await record.JobsAsync(keys.Log, keys.Target, cancellationToken))
        {
            if (jobId == exceptJob)
                continue;
            var delivered = await ledgers.DeliveredAsync(jobId, cancellationToken);
            if (delivered.Count == 0)
                continue;
            ranges.AddRange(delivered);
            jobs.Add(jobId);
        }

        return new PastDelivery(LogExtent.Union(ranges), jobs);
    }

    /// <summary>Puts a job on record. To be called before it sends anything.</summary>
    public async Task AddAsync(Job job, CancellationToken cancellationToken)
    {
        if (await KeysAsync(job.Intent, cancellationToken) is { } keys)
            await record.AddAsync(keys.Log, keys.Target, job.Id, cancellationToken);
    }

    private async Task<(string Log, string Target)?> KeysAsync(OperationIntent intent, CancellationToken cancellationToken)
    {
        if (intent is not { Kind: OperationKind.Move or OperationKind.Copy or OperationKind.Replay, Source: { } source, Edit: null })
            return null;
        if (connections.Find(source.Connection)?.Find<IMessageTransfer>() is not { } transfer || await transfer.LogIdAsync(source, cancellationToken) is not { } log)
            return null;
        switch (intent.Target)
        {
            case OriginTarget origin:
                return (log, origin.ByOriginalRoute ? "origin, same partition" : "origin");
            case FixedTarget { Address: var address }:
                // A topic that was made anew has nothing of what was delivered to the one before it.
                var id = connections.Find(address.Destination.Connection)?.Find<IMessageTransfer>() is { } at && address.Destination.Kind != "exchange"
                    ? await at.LogIdAsync(address.Destination, cancellationToken)
                    : null;
                return (log, id ?? $"{address.Destination}#{address.RoutingKey}");
            default:
                return null;
        }
    }
}

/// <summary>Places that are at a target already.</summary>
/// <param name="Places">The places.</param>
/// <param name="Jobs">Who delivered them, oldest first.</param>
internal sealed record PastDelivery(LogExtent Places, IReadOnlyList<string> Jobs);
