using Dashboard.Core.Model;

namespace Dashboard.Core.Editing;

/// <summary>One setting of an object as it is in force, and where it comes from.</summary>
/// <param name="Name">The broker's own name of it.</param>
/// <param name="Value">The value in force, as text.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Overridden">What was given too and does not count.</param>
public sealed record EffectiveSetting(string Name, string Value, SettingOrigin Source, IReadOnlyList<OverriddenSetting> Overridden)
{
    /// <summary>What should be known of it: that this kind of object ignores it. Null for nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>Where a setting comes from.</summary>
/// <param name="Kind">In words: <c>argument</c>, <c>policy</c>, <c>operator policy</c>, <c>default</c>.</param>
/// <param name="Name">Name of the policy; null for an argument.</param>
/// <param name="SectionId">The section of the row that has it; null where there is none.</param>
/// <param name="Key">Its row there.</param>
public sealed record SettingOrigin(string Kind, string? Name = null, string? SectionId = null, RowKey? Key = null);

/// <summary>A value that was given and does not count.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="Why">The rule by which it lost.</param>
public sealed record OverriddenSetting(string Value, SettingOrigin Source, string Why);
