namespace Dashboard.Tests.Shared.Contract.Skipping;

/// <summary>Thrown inside a <see cref="ContractFactAttribute"/> test: this broker cannot be held to it, and why. Counted as skipped, with the reason shown.</summary>
public sealed class NotApplicableException(string reason) : Exception(reason);
