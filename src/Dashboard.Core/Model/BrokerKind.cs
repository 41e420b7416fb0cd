namespace Dashboard.Core.Model;

/// <summary>
/// The kind of a broker as it stands in the configuration: <c>rabbitmq</c>, <c>kafka</c>, <c>redis</c>.
/// A string value and not an enumeration, so that a further broker does not edit this assembly.
/// </summary>
public readonly record struct BrokerKind(string Value)
{
    public override string ToString() => Value;
}
