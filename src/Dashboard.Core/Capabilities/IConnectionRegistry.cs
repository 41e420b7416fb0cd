using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>The configured connections, in configured order; read-only ones already stripped.</summary>
public interface IConnectionRegistry
{
    IReadOnlyList<IBrokerConnection> All { get; }

    /// <summary>The connection, or null when none is configured under this id.</summary>
    IBrokerConnection? Find(ConnectionId id);
}
