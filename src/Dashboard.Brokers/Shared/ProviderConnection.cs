using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Shared;

/// <summary>One connection to one cluster: the capabilities it was given, and what they work through.</summary>
/// <param name="info">What may be shown of it.</param>
/// <param name="capabilities">One object may be several of them.</param>
/// <param name="owned">Closed after the capabilities, which may still need them while they close; in this order.</param>
internal sealed class ProviderConnection(ConnectionInfo info, IReadOnlyList<ICapability> capabilities, params IReadOnlyList<object?> owned) : IBrokerConnection
{
    private int _isDisposed;

    public ConnectionInfo Info => info;

    public T? Find<T>()
        where T : class, ICapability
    {
        foreach (var capability in capabilities)
        {
            if (capability is T found)
                return found;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        foreach (var part in capabilities.Distinct().Concat(owned))
        {
            if (part is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (part is IDisposable disposable)
                disposable.Dispose();
        }
    }
}
