using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>The use of a shared connection. Disposing gives it back; it is closed when it was idle for some minutes.</summary>
internal sealed class AmqpLease(AmqpConnections owner, AmqpLink link) : IAsyncDisposable
{
    private int _returned;

    public AmqpLink Link => link;

    public IConnection Connection => link.Connection;

    /// <summary>Opens a channel.</summary>
    public Task<IChannel> OpenChannelAsync(CancellationToken cancellationToken, CreateChannelOptions? options = null)
        => Abandonable.WaitAsync(Connection.CreateChannelAsync(options, CancellationToken.None), cancellationToken);

    public ValueTask DisposeAsync()
        => Interlocked.Exchange(ref _returned, 1) == 0 ? owner.ReturnAsync(link) : ValueTask.CompletedTask;
}
