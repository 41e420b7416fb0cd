using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>One RabbitMQ cluster: the management client for reading, and whatever capabilities it was given.</summary>
internal sealed class RabbitMqConnection(ConnectionInfo info, RabbitMqManagementClient management, IReadOnlyList<ICapability> capabilities) : IBrokerConnection
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

        // Messages first: they may still ask the management API while they close. One object may be several capabilities.
        foreach (var capability in capabilities.Distinct())
        {
            if (capability is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (capability is IDisposable disposable)
                disposable.Dispose();
        }

        management.Dispose();
    }
}
