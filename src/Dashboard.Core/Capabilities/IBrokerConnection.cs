using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>One connection to one cluster. Connects lazily; survives the broker's death.</summary>
public interface IBrokerConnection : IAsyncDisposable
{
    ConnectionInfo Info { get; }

    /// <summary>The capability, or null where this broker (or this read-only connection) has none.</summary>
    T? Find<T>()
        where T : class, ICapability;
}
