using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Operations;

/// <summary>What a look through the selection found: nothing was taken or sent.</summary>
/// <param name="Examined">Messages read.</param>
/// <param name="Eligible">Selected and with a target that exists.</param>
/// <param name="NotEligible">Selected and not eligible: reason → how many.</param>
/// <param name="NotSelected">Passed over by filter or choice.</param>
/// <param name="Unjudgeable">The filter could not judge them; they are not taken.</param>
/// <param name="Targets">Where they would go, and how many to each.</param>
/// <param name="StopReason">Why the look ended; says so when it did not see everything.</param>
/// <param name="IsComplete">It saw everything that was there.</param>
/// <param name="LookEffect">What the look itself changed, in one sentence.</param>
public sealed record DryRunReport(
    long Examined,
    long Eligible,
    IReadOnlyDictionary<string, long> NotEligible,
    long NotSelected,
    long Unjudgeable,
    IReadOnlyList<DryRunTarget> Targets,
    string StopReason,
    bool IsComplete,
    string LookEffect)
{
    /// <summary>What would become of copies that the target takes: how many of them it would remove again, or what they would lose on the way.</summary>
    public IReadOnlyList<CopyRemark> Remarks { get; init; } = [];
}

/// <summary>One address of a dry run and how many messages would go there.</summary>
public sealed record DryRunTarget(AddressReach Reach, long Messages);
