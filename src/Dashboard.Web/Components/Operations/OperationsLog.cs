namespace Dashboard.Web.Components.Operations;

internal static partial class OperationsLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The end of job {JobId} could not be told on a page")]
    public static partial void NoticeFailed(ILogger logger, string jobId, Exception exception);
}
