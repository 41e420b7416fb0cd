using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>
/// Sees to it that what a channel held is back in its queue: the broker answers that the channel is closed some moments before, on a quorum queue
/// as long as its members need to agree. Whoever reads next would find the queue short of messages, or empty.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="before">Ready messages, and consumers, before the first was taken.</param>
internal sealed class GivenBack(string queue, QueueDeclareOk before)
{
    /// <summary>How long to wait while nothing comes back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The same where others consume, who may have taken them already.</summary>
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private long _ready;

    /// <summary>Asks the queue how it stands, on the channel that is going to read it.</summary>
    public static async Task<GivenBack> BeforeAsync(IChannel channel, string queue)
        => new(queue, await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None));

    /// <summary>Ready messages before the first was taken.</summary>
    public long ReadyBefore => before.MessageCount;

    /// <summary>Counts what is ready beside what is held, before that goes back.</summary>
    /// <param name="channel">The channel that holds messages.</param>
    /// <param name="held">How many it holds; asked after the broker has answered.</param>
    /// <param name="removedNone">Nothing was taken for good, so that all that was ready will be again.</param>
    public async Task CountRestAsync(IChannel channel, Func<long> held, bool removedNone)
    {
        try
        {
            if (!channel.IsOpen)
                return;
            var rest = (await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None)).MessageCount;
            _ready = rest + held();
            if (removedNone && before.ConsumerCount == 0)
                _ready = Math.Max(_ready, before.MessageCount);
        }
        catch (Exception e) when (IsLoss(e))
        {
            // Closing says so too, and the broker takes everything back.
        }
    }

    /// <summary>
    /// Waits, after the channel was closed, until as many are ready as were. Bounded and never an error: others may take them, they may expire, the
    /// queue may be gone.
    /// </summary>
    /// <param name="lease">A connection; asked on a channel of its own.</param>
    /// <param name="time">The clock.</param>
    public async Task WaitAsync(AmqpLease lease, TimeProvider time)
    {
        if (_ready == 0 || !lease.Link.IsUsable)
            return;
        IChannel? channel = null;
        try
        {
            channel = await lease.OpenChannelAsync(CancellationToken.None);
            await UntilReadyAsync(channel, time);
        }
        catch (Exception e) when (IsLoss(e))
        {
            // Deleted, or cut off: then there is nothing to wait for.
        }

        if (channel is not null)
            await lease.Link.CloseAsync(channel);
    }

    private async Task UntilReadyAsync(IChannel channel, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var lastChange = began;
        long last = -1;
        var pause = TimeSpan.FromMilliseconds(2);
        while (time.GetElapsedTime(began) < Limit)
        {
            var now = await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None);
            if (now.MessageCount >= _ready)
                return;
            if (now.MessageCount > last)
                lastChange = time.GetTimestamp();
            last = now.MessageCount;
            if (time.GetElapsedTime(lastChange) > (before.ConsumerCount > 0 ? PatienceWithOthers : Patience))
                return;
            await Task.Delay(pause, time, CancellationToken.None);
            pause = pause * 2 > TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : pause * 2;
        }
    }

    private static bool IsLoss(Exception e) => e is OperationInterruptedException or AlreadyClosedException or IOException or TimeoutException;
}
