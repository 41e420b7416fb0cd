namespace Dashboard.Core.Diagnosis;

/// <summary>What could not be judged, so that silence is not taken for health.</summary>
/// <param name="Signals">The signals that could not be judged.</param>
/// <param name="SectionId">The section whose data is missing.</param>
/// <param name="Missing">What is missing and why, in words; may hold the broker's own.</param>
/// <param name="Rows">For how many rows; null for all of them.</param>
/// <param name="Since">Since when.</param>
public sealed record Unjudged(IReadOnlyList<SignalDefinition> Signals, string SectionId, string Missing, int? Rows, DateTimeOffset Since);
