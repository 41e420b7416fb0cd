namespace Dashboard.Tests.Shared.Contract;

/// <summary>One mistake in otherwise good settings.</summary>
/// <param name="Key">The key that is changed and that the problem has to name, below the connection's prefix.</param>
/// <param name="Value">The bad value; null takes the setting away.</param>
/// <param name="ReportedKey">The key that the problem names, where it is another.</param>
public sealed record BrokenSetting(string Key, string? Value, string? ReportedKey = null);
