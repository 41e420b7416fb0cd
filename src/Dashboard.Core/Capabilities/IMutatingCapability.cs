namespace Dashboard.Core.Capabilities;

/// <summary>A capability that changes something at the broker. A read-only connection has none of these.</summary>
public interface IMutatingCapability : ICapability;
