using System.Collections.Frozen;

namespace Dashboard.Core.Operations;

/// <summary>The one table of legal moves between job states.</summary>
public static class JobTransitions
{
    private static readonly FrozenDictionary<JobState, FrozenSet<JobState>> Legal = new Dictionary<JobState, JobState[]>
    {
        [JobState.Planned] = [JobState.Queued, JobState.Cancelled],
        [JobState.Queued] = [JobState.Running, JobState.Paused, JobState.Cancelled, JobState.Failed, JobState.Interrupted],
        [JobState.Running] = [JobState.Pausing, JobState.Paused, JobState.Cancelling, JobState.Succeeded, JobState.Failed, JobState.Interrupted],
        [JobState.Pausing] = [JobState.Paused, JobState.Cancelling, JobState.Succeeded, JobState.Failed, JobState.Interrupted],
        [JobState.Paused] = [JobState.Queued, JobState.Cancelling, JobState.Cancelled, JobState.Failed],
        [JobState.Cancelling] = [JobState.Cancelled, JobState.Succeeded, JobState.Failed, JobState.Interrupted],
        [JobState.Interrupted] = [JobState.Queued, JobState.Paused, JobState.Cancelled, JobState.Failed],
        [JobState.Cancelled] = [],
        [JobState.Succeeded] = [],
        [JobState.Failed] = [JobState.Queued],
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet());

    public static bool IsLegal(JobState from, JobState to) => Legal[from].Contains(to);
}
