using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.SchemaRegistry;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka;

/// <summary>One Kafka cluster: its clients, its schema registry where there is one, and whatever capabilities it was given.</summary>
internal sealed class KafkaConnection(ConnectionInfo info, KafkaClients clients, SchemaRegistryClient? registry, IReadOnlyList<ICapability> capabilities) : IBrokerConnection
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
        foreach (var capability in capabilities.Distinct())
        {
            if (capability is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (capability is IDisposable disposable)
                disposable.Dispose();
        }

        registry?.Dispose();
        await clients.DisposeAsync();
    }
}
