namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>What came of one call in one state of the broker.</summary>
/// <param name="Call">The call.</param>
/// <param name="State">The state.</param>
/// <param name="Words">What it answered or threw; or what the dying process wrote.</param>
/// <param name="ExitCode">0: it ended. 3: it was given up, far beyond its own limit. Anything else: the process died of it.</param>
/// <param name="Seconds">Null where the process died before the call came back.</param>
internal sealed record CallOutcome(string Call, string State, string Words, int ExitCode, double? Seconds)
{
    public bool Aborts => ExitCode is not (0 or 3);

    public string Cell => Aborts ? $"**aborts the process** ({ExitCode}: {Words})"
        : ExitCode == 3 ? "no end within 15 s"
        : FormattableString.Invariant($"{Words}, {Seconds:0.0} s");
}
