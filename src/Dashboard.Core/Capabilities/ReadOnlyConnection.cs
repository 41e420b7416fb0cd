using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Strips every mutating capability from a connection, so that read-only is a property of the object and not of a check.</summary>
public sealed class ReadOnlyConnection(IBrokerConnection inner) : IBrokerConnection
{
    public ConnectionInfo Info => inner.Info;

    public T? Find<T>()
        where T : class, ICapability
        => typeof(IMutatingCapability).IsAssignableFrom(typeof(T)) ? null : inner.Find<T>();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
