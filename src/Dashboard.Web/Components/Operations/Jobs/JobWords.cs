using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Operations.Jobs;

/// <summary>Jobs in words.</summary>
internal static class JobWords
{
    public static Tone ToneOf(Job job) => job.State switch
    {
        JobState.Succeeded => job.Accounting is { Remaining: 0, Quarantined: 0, Uncertain: 0 } ? Tone.Good : Tone.Warning,
        JobState.Failed => Tone.Bad,
        JobState.Cancelled => Tone.Neutral,
        JobState.Interrupted => Tone.Warning,
        JobState.Paused or JobState.Pausing or JobState.Cancelling => Tone.Warning,
        _ => Tone.Info,
    };

    public static string IconOf(JobState state) => state switch
    {
        JobState.Running => "play",
        JobState.Paused or JobState.Pausing => "freeze",
        JobState.Succeeded => "check",
        JobState.Failed => "bad",
        JobState.Cancelled or JobState.Cancelling => "stop",
        JobState.Interrupted => "warning",
        _ => "clock",
    };

    public static string Word(OperationKind kind) => kind.ToString();

    /// <summary>The texts as sentences, each with its full stop; those that are missing are left out.</summary>
    public static string Sentences(params string?[] texts)
        => string.Join(' ', texts.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.TrimEnd() is [.., '.' or ':' or '?'] done ? done : t!.TrimEnd() + "."));

    /// <summary>The job is about objects of the broker and not about messages.</summary>
    public static bool IsAboutObjects(Job job) => job.Intent.Changes.Count > 0;

    /// <summary>What became of it in one sentence that stands by itself: for notes.</summary>
    public static string Ending(Job job) => $"{job.Title}: {job.State.ToString().ToLowerInvariant()}, {Outcome(job)}";

    /// <summary>What became of the messages, with figures: for a place that names the job and its state already.</summary>
    public static string Outcome(Job job)
    {
        var done = Done(job.Intent.Kind);
        var it = job.Accounting;
        var parts = new List<string> { $"{Figures.Exact(it.Delivered)} of {Figures.Exact(it.Selected)} {done}" };
        if (it.Remaining > 0)
            parts.Add($"{Figures.Exact(it.Remaining)} {(job.Intent.Kind == OperationKind.Publish ? "not sent" : "remain")}");
        if (it.Quarantined > 0)
            parts.Add($"{Figures.Exact(it.Quarantined)} in quarantine");
        if (it.ExternallyRemoved > 0)
            parts.Add($"{Figures.Exact(it.ExternallyRemoved)} {(IsAboutObjects(job) ? "gone already" : "taken by others")}");
        if (it.Uncertain > 0)
            parts.Add($"{Figures.Exact(it.Uncertain)} uncertain");
        return string.Join(", ", parts) + ".";
    }

    /// <summary>The participle of what the kind does to a message.</summary>
    public static string Done(OperationKind kind) => kind switch
    {
        OperationKind.Publish => "published",
        OperationKind.Purge => "purged",
        OperationKind.Move => "moved",
        OperationKind.Copy => "copied",
        OperationKind.Replay => "replayed",
        OperationKind.Create => "created",
        OperationKind.Edit => "changed",
        OperationKind.Delete => "deleted",
        OperationKind.Close => "closed",
        OperationKind.Import => "applied",
        _ => "restored",
    };

    /// <summary>Average since the start in messages per second; NaN where it cannot be told.</summary>
    public static double AverageRate(Job job, DateTimeOffset now)
    {
        if (job.StartedAt is not { } started)
            return double.NaN;
        var seconds = ((job.EndedAt ?? now) - started).TotalSeconds;
        return seconds <= 0 ? double.NaN : job.Accounting.Delivered / seconds;
    }

    /// <summary>Seconds until the remaining ones are done at the current rate; NaN where it cannot be told.</summary>
    public static double SecondsLeft(Job job)
    {
        var left = job.Accounting.Remaining - job.Accounting.Held;
        return job.State == JobState.Running && job.CurrentRate > 0 && left > 0 ? left / job.CurrentRate : double.NaN;
    }
}
