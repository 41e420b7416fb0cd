namespace Dashboard.Core.Concurrency;

/// <summary>For work that goes on while nobody may be waiting for it any more.</summary>
public static class AbandonedTasks
{
    /// <summary>Sees to it that a task that nobody awaits any more cannot raise an unobserved exception. Whoever does await it gets its failure as ever.</summary>
    public static TTask Observed<TTask>(this TTask task)
        where TTask : Task
    {
        _ = task.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }
}
