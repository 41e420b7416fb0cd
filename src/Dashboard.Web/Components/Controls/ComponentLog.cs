namespace Dashboard.Web.Components.Controls;

internal static partial class ComponentLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "{Component} could not follow its source and stands still")]
    public static partial void FollowingFailed(ILogger logger, string component, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "A page failed to render at {Path}")]
    public static partial void PageFailed(ILogger logger, string path, Exception exception);
}
