using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Operations.Jobs;

/// <summary>
/// Tells the operator, wherever on the site, that a job began and how it ended, with a link to it and, where there is an archive, Undo. Scoped.
/// </summary>
public sealed class JobNotices(IJobBoard board, Toasts toasts, NavigationManager navigation, ILogger<JobNotices> logger) : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();

    /// <summary>Tells that the job began, and later how it ended.</summary>
    public void Announce(Job job)
    {
        if (job.IsEnded)
        {
            TellEnd(job);
            return;
        }

        toasts.Show(Tone.Info, $"{job.Title}: {(job.State == JobState.Queued ? "confirmed" : "started")}.", Href(job), "Watch");
        _ = FollowAsync(job.Id, toasts.Shown[^1].Id);
    }

    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    private static string Href(Job job) => $"operations/{Uri.EscapeDataString(job.Id)}";

    private async Task FollowAsync(string jobId, int startNote)
    {
        var token = _disposal.Token;
        try
        {
            for (long version = 0; ;)
            {
                version = await board.WaitForChangeAsync(version, token);
                if (await board.FindAsync(jobId, token) is not { } job)
                    return;
                if (!job.IsEnded)
                    continue;
                toasts.Close(startNote);
                TellEnd(job);
                return;
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A note that does not come is no reason to take the page down; the job's page tells.
            OperationsLog.NoticeFailed(logger, jobId, e);
        }
    }

    private void TellEnd(Job job)
    {
        var words = JobWords.Ending(job);
        Func<Task>? undo = job.HasArchive && job.Intent.Kind == OperationKind.Purge
            ? () =>
            {
                navigation.NavigateTo($"{Href(job)}?restore=1");
                return Task.CompletedTask;
            }
        : null;
        toasts.Show(JobWords.ToneOf(job), words, Href(job), "Report", undo is null ? null : "Undo", undo);
    }
}
