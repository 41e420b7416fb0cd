namespace Dashboard.Core.Model;

/// <summary>
/// The environment a connection belongs to, as configured; <c>production</c> switches on the guard that has operators type the name
/// of what they are about to change.
/// </summary>
public readonly record struct EnvironmentTag(string Value)
{
    public static readonly EnvironmentTag Production = new("production");

    public bool IsProduction => string.Equals(Value, "production", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Value;
}
