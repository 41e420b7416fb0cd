using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Snapshots.Collecting;

/// <summary>A source's failure is told once for a row of failures, and its recovery once.</summary>
internal static partial class CollectorLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "{Connection}: source {Source} fails ({Kind}): {Problem}")]
    public static partial void SourceFailed(
        ILogger logger, ConnectionId connection, string source, SourceProblemKind kind, string problem, Exception? cause);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information,
        Message = "{Connection}: source {Source} answers again after {Failures} failures in {Seconds:0} s")]
    public static partial void SourceRecovered(ILogger logger, ConnectionId connection, string source, int failures, double seconds);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "{Connection}: the polling loop failed and goes on")]
    public static partial void LoopFailed(ILogger logger, ConnectionId connection, Exception failure);
}
