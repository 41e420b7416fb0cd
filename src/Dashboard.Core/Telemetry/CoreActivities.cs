using System.Diagnostics;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;

namespace Dashboard.Core.Telemetry;

/// <summary>Traces of what goes on without a request: reads of brokers and runs of jobs. Costs nothing while nobody listens.</summary>
public static class CoreActivities
{
    /// <summary>Name of the source, for whoever exports it.</summary>
    public const string SourceName = "Dashboard.Core";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>One read of one source of a connection; null while nobody listens.</summary>
    public static Activity? StartPoll(ConnectionId connection, string sourceId) => Source.StartActivity($"poll {sourceId}", ActivityKind.Client)
        ?.SetTag("dashboard.connection", connection.Value).SetTag("dashboard.source", sourceId);

    /// <summary>One run of a job, from start or resumption to rest; null while nobody listens.</summary>
    public static Activity? StartJob(Job job) => Source.StartActivity($"operation {OperationWords.VerbOf(job.Intent.Kind).ToLowerInvariant()}")
        ?.SetTag("dashboard.connection", job.Intent.Connection.Value).SetTag("dashboard.operation", job.Id);
}
