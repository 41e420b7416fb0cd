namespace Dashboard.Core.Operations;

/// <summary>How jobs are carried out; <c>Dashboard:Operations</c>.</summary>
public sealed class OperationsOptions
{
    /// <summary>Jobs that a restart of the dashboard interrupted go on by themselves; otherwise they wait for an operator.</summary>
    public bool ResumeAfterRestart { get; set; } = true;

    /// <summary>How long a job tries to reach a broker it has lost before it gives up (and can be resumed by hand).</summary>
    public TimeSpan FaultPatience { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>First pause before trying again; doubled up to <see cref="MaxBackOff"/>.</summary>
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A message sent and neither confirmed nor refused for this long counts as a fault (not while the broker blocks publishers).</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long messages that are passed over or held may stay unsettled: half of RabbitMQ's default consumer_timeout.</summary>
    public TimeSpan MaxHoldTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Most messages under way at once: sent and not removed yet. 10 to 2,000.</summary>
    public int MaxWindow { get; set; } = 1000;

    /// <summary>The same on a log, where nothing is held at the source. 10 to 20,000.</summary>
    public int MaxLogWindow { get; set; } = 10_000;

    /// <summary>Bytes of bodies under way at once; the window shrinks to it.</summary>
    public long WindowBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>A job does not start, and stops before publishing, when the disk of the data folder has less than this.</summary>
    public long MinFreeDiskBytes { get; set; } = 200L * 1024 * 1024;

    /// <summary>After this many messages in a row that could not be delivered the job pauses.</summary>
    public int MaxFailuresInARow { get; set; } = 1000;

    /// <summary>A dry run looks at no more than this many messages.</summary>
    public int DryRunLimit { get; set; } = 5000;

    /// <summary>An imported file has at most this many bytes.</summary>
    public long MaxImportBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Ended jobs, with ledgers and archives, are kept this long.</summary>
    public TimeSpan KeepJobs { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a plan can be confirmed.</summary>
    public TimeSpan PlanLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
