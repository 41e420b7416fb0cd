namespace Dashboard.Core.Snapshots;

/// <summary>What to say of a source that cannot be read, and the next step.</summary>
public static class ProblemWords
{
    public static string Title(SourceProblemKind kind, string what) => kind switch
    {
        SourceProblemKind.Denied => $"The dashboard's broker user may not read {what}.",
        SourceProblemKind.BadCredentials => "The broker refused the dashboard's user name or password.",
        SourceProblemKind.NotSupported => $"This broker does not offer {what}.",
        SourceProblemKind.TimedOut => $"The broker did not answer in time when asked for {what}.",
        SourceProblemKind.Unreachable => "The broker cannot be reached.",
        _ => $"The broker's answer about {what} could not be understood.",
    };

    public static string NextStep(SourceProblemKind kind) => kind switch
    {
        SourceProblemKind.Denied => "An administrator of the broker can grant the right to the user this connection is configured with.",
        SourceProblemKind.BadCredentials => "Correct the user name or password of this connection in the configuration; it is tried again by itself.",
        SourceProblemKind.NotSupported => "It needs a plugin or a newer version of the broker. The other lists are not touched by this.",
        SourceProblemKind.TimedOut => "It is tried again by itself. A broker under load answers late; its other lists may still be live.",
        SourceProblemKind.Unreachable => "It is tried again by itself. Check that the broker runs and that its address can be reached from here.",
        _ => "It is tried again by itself. If it lasts, the dashboard's log has the details.",
    };
}
