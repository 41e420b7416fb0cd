using Dashboard.Core.Operations;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Layout;

public sealed partial class RunningJobs
{
    private IReadOnlyList<Job> _running = [];
    private IJobBoard? _board;
    private long _version;

    protected override bool FollowsSnapshots => false;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private string Title => string.Join("\n", _running.Select(job => $"{job.Title}: {job.State.ToString().ToLowerInvariant()}, {Percent(job)}%"));

    protected override Task OnInteractiveAsync()
    {
        _board = Services.GetService<IJobBoard>();
        if (_board is { } board)
        {
            Follow(
                async token =>
                {
                    _version = await board.WaitForChangeAsync(_version, token);
                    return true;
                },
                Read);
        }

        return Task.CompletedTask;
    }

    private static int Percent(Job job) => job.Accounting.Selected == 0
        ? 0
        : (int)(100 * (job.Accounting.Selected - job.Accounting.Remaining) / job.Accounting.Selected);

    private bool Read()
    {
        var before = _running.Select(job => (job.Id, job.State, Percent(job))).ToList();
        _running = [.. _board!.Recent.Where(job => !job.IsEnded && job.State != JobState.Planned)];
        return !before.SequenceEqual(_running.Select(job => (job.Id, job.State, Percent(job))));
    }
}
