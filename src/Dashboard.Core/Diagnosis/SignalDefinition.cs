using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>One thing that can be wrong, as a provider declares it: what it is called, how bad it is, what has to be known to judge it.</summary>
/// <param name="Id">Stable name in URLs and the API: lower case and dashes (<c>no-consumer</c>).</param>
/// <param name="Word">How it is called in the verdict column and in filters: <c>no consumer</c>.</param>
/// <param name="Tone">How bad it is.</param>
/// <param name="Help">One sentence: what is measured, and when it is silent.</param>
public sealed record SignalDefinition(string Id, string Word, Tone Tone, string Help)
{
    /// <summary>The condition has to hold without a break for this long before it is a finding.</summary>
    public TimeSpan HoldDown { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A finding stays for this long after its condition was last seen, so that it does not come and go.</summary>
    public TimeSpan Release { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What has to be known to judge it; where something of it is not, the signal is not judged rather than silent.</summary>
    public IReadOnlyList<SignalNeed> Needs { get; init; } = [];
}

/// <summary>A section that a signal reads, and the columns of it without which nothing can be said.</summary>
public sealed record SignalNeed(string SectionId, params IReadOnlyList<string> ColumnIds);
