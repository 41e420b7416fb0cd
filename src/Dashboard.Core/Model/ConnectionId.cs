namespace Dashboard.Core.Model;

/// <summary>
/// The configured, stable identity of one connection (one cluster). Lower-case letters, digits, dash, underscore and dot;
/// it stands in URLs, in the audit and in ledgers, so it must not be reused for another cluster.
/// </summary>
public readonly record struct ConnectionId(string Value)
{
    public override string ToString() => Value;
}
