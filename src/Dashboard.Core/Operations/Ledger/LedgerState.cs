namespace Dashboard.Core.Operations.Ledger;

/// <summary>A ledger as it stands.</summary>
/// <param name="Rows">Messages it knows; equal to the highest sequence.</param>
/// <param name="Counts">How many rows have which last step.</param>
/// <param name="Open">The rows whose message may be met again.</param>
/// <param name="Facts">What was frozen when the job started, by name (<see cref="LedgerFacts"/>).</param>
/// <param name="LastPosition">The highest position recorded; null for an empty ledger.</param>
public sealed record LedgerState(
    long Rows,
    IReadOnlyDictionary<LedgerStep, long> Counts,
    IReadOnlyList<OpenRow> Open,
    IReadOnlyDictionary<string, long> Facts,
    long? LastPosition)
{
    /// <summary>How often a message in doubt was sent again, several times for one row where several faults struck.</summary>
    public long Resent { get; init; }

    public long Count(LedgerStep step) => Counts.GetValueOrDefault(step);

    public long? Fact(string name) => Facts.TryGetValue(name, out var value) ? value : null;
}

/// <summary>Names of the numbers a ledger keeps beside its rows.</summary>
public static class LedgerFacts
{
    /// <summary>Messages that were ready when the job started: the bound of what it reads.</summary>
    public const string Ready = "ready";

    /// <summary>Messages of the selection that were gone before the job came to them.</summary>
    public const string Missing = "missing";

    /// <summary>Messages that were gone, and are held to be the twins of messages whose removal was not recorded.</summary>
    public const string GoneTwins = "gone-twins";

    /// <summary>How many faults have struck: after each the broker may have forgotten removals.</summary>
    public const string Faults = "faults";

    /// <summary>How many faults there were when the source was last searched for messages that came back.</summary>
    public const string Swept = "swept";

    /// <summary>1 while a session is open, 0 after it was closed in order. A run that finds 1 follows one that was killed.</summary>
    public const string InSession = "in-session";

    /// <summary>How many ranges of a log the job is about; each is kept under <see cref="RangeFrom"/> and <see cref="RangeEnd"/>.</summary>
    public const string Ranges = "ranges";

    /// <summary>1 where places are partition and offset.</summary>
    public const string Partitioned = "partitioned";

    /// <summary>1 once every place of the log was read: what was not met is not there.</summary>
    public const string ReadToEnd = "read-to-end";

    /// <summary>The first place of a range, a packed <see cref="Model.LogPosition"/>.</summary>
    public static string RangeFrom(int range) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"range-{range}-from");

    /// <summary>The place behind the last one of a range.</summary>
    public static string RangeEnd(int range) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"range-{range}-end");

    /// <summary>Of a purge of a log: messages in its archive, once that is complete on the disk.</summary>
    public const string Archived = "archived";

    /// <summary>Of a purge of a log: places that were asked for and are left, because they belong to open transactions or stand behind one.</summary>
    public const string OpenPlaces = "open-places";

    /// <summary>Of a purge of a log: which one it is, a hash of the name that no other ever has.</summary>
    public const string LogId = "log-id";

    /// <summary>1 once an operator went on after the canary.</summary>
    public const string CanaryPassed = "canary-passed";
}
