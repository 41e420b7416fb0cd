namespace Dashboard.Core.Model;

/// <summary>
/// A place where messages stand or are sent to: a queue, stream, exchange, topic or list of one connection.
/// </summary>
/// <param name="Connection">The connection that has it.</param>
/// <param name="Kind">The broker's own word in lower case and singular: <c>queue</c>, <c>exchange</c>, <c>topic</c>.</param>
/// <param name="Scope">The vhost, database or account; empty where the broker has none.</param>
/// <param name="Name">The name as the broker has it. Hostile text: never put it into markup, paths or logs unescaped.</param>
public sealed record DestinationRef(ConnectionId Connection, string Kind, string Scope, string Name)
{
    /// <summary>Words for people: <c>queue orders in shop/eu</c>.</summary>
    public string Describe() => Scope.Length == 0 ? $"{Kind} {ShownName}" : $"{Kind} {ShownName} in {Scope}";

    private string ShownName => Name.Length == 0 ? "(default)" : Name;

    public override string ToString() => $"{Connection}:{Kind}:{Scope}:{Name}";
}
