namespace Dashboard.Core.Model;

/// <summary>What pages and logs may know of a configured connection: no endpoint credentials, no secrets.</summary>
public sealed record ConnectionInfo(ConnectionId Id, string Name, BrokerKind Kind, EnvironmentTag Environment, bool IsReadOnly);
