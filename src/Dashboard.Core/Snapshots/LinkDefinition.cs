namespace Dashboard.Core.Snapshots;

/// <summary>Says that a row names a row of another section of the same connection.</summary>
/// <param name="SectionId">The section linked to.</param>
/// <param name="KeyColumns">The columns of <em>this</em> section whose values, in this order, make the key over there.</param>
public sealed record LinkDefinition(string SectionId, IReadOnlyList<string> KeyColumns);
