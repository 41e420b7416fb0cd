using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Changes;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>Carries out a job by its kind: finds source and sink and runs the pump, or purges in one call.</summary>
internal sealed class JobExecutor(
    IConnectionRegistry connections,
    IJobLedgerStore ledgers,
    IArchiveStore archives,
    IDiskSpace disk,
    MessageFilters filters,
    JobTable table,
    IOptions<OperationsOptions> options,
    TimeProvider time,
    IAuditLog audit,
    PastDeliveries past,
    IPollControl? polls = null)
{
    /// <summary>What two jobs must not work on together; null where there is no such thing.</summary>
    public static string? ClaimOf(OperationIntent intent)
        => intent.Changes.Count > 0
            ? $"objects of {intent.Connection}"
            : intent.Source?.ToString() ?? (intent.ArchiveJobId is { } archive ? $"archive {archive}" : null);

    /// <summary>A purge of everything in one call of the broker: all or nothing, without a ledger.</summary>
    public static bool IsPlainPurge(OperationIntent intent)
        => intent is { Kind: OperationKind.Purge, Selection: AllMessages, Options.ArchiveFirst: false, Changes.Count: 0 };

    public async Task<RunResult> RunAsync(Job job, JobActivity activity)
    {
        var connection = connections.Find(job.Intent.Connection)
            ?? throw new BrokerException($"The connection {job.Intent.Connection} is not configured any more.");
        if (job.Intent.Changes.Count > 0)
            return await ChangeAsync(job, connection, activity);
        if (LogPurge.IsOne(job.Intent))
            return await PurgeLogAsync(job, connection, activity);
        if (IsPlainPurge(job.Intent) && connection.Find<IDestinationPurger>() is { } purger)
            return await PurgeAsync(job, purger, connection, activity.Stop.Token);
        var (source, sink) = await new JobParts(connection, connections, archives, past).OfAsync(job, activity.Stop.Token);
        await using var ledger = await ledgers.OpenAsync(job.Id, activity.Stop.Token);
        var run = new RunContext
        {
            Job = job,
            Source = source,
            Sink = sink,
            Ledger = ledger,
            Options = options.Value,
            Time = time,
            Disk = new DiskGuard(disk, options.Value, time),
            RateLimit = activity.RateLimit,
            Stop = activity.Stop,
            Filters = filters,
            IsCanaryApproved = activity.IsCanaryApproved,
            Report = (progress, waitingFor) => ReportAsync(job.Id, progress, waitingFor),
            Note = text => table.NoteAsync(job.Id, text, "system"),
        };
        var result = await new TransferRun(run).RunAsync();
        await ReportAsync(job.Id, run.Progress, result.Reason);
        return job.Intent.Edit is not null && result.State == JobState.Succeeded && IsGone(run.Progress.Accounting())
            ? new RunResult(JobState.Failed, $"The message is no longer in {source.Description}: somebody else took it, or it expired. Nothing was published", "Look at the messages again.")
            : result;
    }

    private static bool IsGone(JobAccounting accounting) => accounting is { ExternallyRemoved: > 0, Delivered: 0, Uncertain: 0 };

    private async Task<RunResult> ChangeAsync(Job job, IBrokerConnection connection, JobActivity activity)
    {
        var editor = connection.Find<IObjectEditor>()
            ?? throw new BrokerException($"Nothing can be changed on the connection {connection.Info.Name} any more.");
        await using var ledger = await ledgers.OpenAsync(job.Id, activity.Stop.Token);
        Task Report(JobAccounting accounting) => table.ShowAsync(job.Id, shown => shown with { Accounting = accounting });
        try
        {
            return await new ChangeRun(job, editor, ledger, activity, audit, Report).RunAsync();
        }
        finally
        {
            polls?.RefreshNow(job.Intent.Connection);
        }
    }

    private async Task<RunResult> PurgeLogAsync(Job job, IBrokerConnection connection, JobActivity activity)
    {
        LogArchive? archive = null;
        Task Report() => table.ShowAsync(job.Id, shown => shown.State == JobState.Running ? shown with { Reason = $"{OperationWords.Messages(archive!.Messages)} in the archive; nothing was purged yet" } : shown);
        archive = new LogArchive(archives, job.Id, new DiskGuard(disk, options.Value, time), activity.RateLimit, Report);
        await using var ledger = await ledgers.OpenAsync(job.Id, activity.Stop.Token);
        return await new LogPurge(job, connection, archive, ledger, table, activity.Stop, options.Value, time).RunAsync();
    }

    private async Task<RunResult> PurgeAsync(Job job, IDestinationPurger purger, IBrokerConnection connection, CancellationToken cancellationToken)
    {
        var source = job.Intent.Source!;
        var before = connection.Find<IDestinationInspector>() is { } inspector
            ? (await inspector.InspectAsync(source, cancellationToken)).ReadyMessages
            : Metric.Unavailable("the broker does not tell");
        var purged = await purger.PurgeAsync(source, CancellationToken.None);
        var count = purged.IsAvailable ? purged : before;
        if (count.IsAvailable)
        {
            var total = (long)count.Value;
            await table.ShowAsync(job.Id, shown => shown with { Accounting = JobAccounting.None with { Selected = total, Delivered = total } });
        }

        return new RunResult(
            JobState.Succeeded,
            purged.IsAvailable ? null : "The broker does not tell how many messages were purged; the figure is what was ready just before");
    }

    private Task ReportAsync(string jobId, PumpProgress progress, string? waitingFor)
        => table.ShowAsync(
            jobId,
            shown => shown with
            {
                Accounting = progress.Accounting(),
                CurrentRate = Math.Round(progress.Rate(), 1),
                Reason = shown.State == JobState.Running ? waitingFor : shown.Reason,
            });
}
