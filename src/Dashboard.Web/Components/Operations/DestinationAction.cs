using Dashboard.Core.Access;

namespace Dashboard.Web.Components.Operations;

/// <summary>What can be done to a destination from a page.</summary>
public enum DestinationAction
{
    Publish,
    Purge,
    Move,
    Copy,
    Replay,
}

internal static class DestinationActionWords
{
    public static Permission PermissionFor(this DestinationAction action) => action switch
    {
        DestinationAction.Publish => Permission.Publish,
        DestinationAction.Purge => Permission.Purge,
        _ => Permission.Transfer,
    };

    public static string Label(this DestinationAction action) => action switch
    {
        DestinationAction.Publish => "Publish",
        DestinationAction.Purge => "Purge",
        DestinationAction.Move => "Move",
        DestinationAction.Copy => "Copy",
        _ => "Replay dead letters",
    };
}
