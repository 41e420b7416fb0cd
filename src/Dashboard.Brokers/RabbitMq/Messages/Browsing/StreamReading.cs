using System.Runtime.CompilerServices;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Messages.Transfers;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>
/// Reads a stream by offset on a channel of its own. The broker does not tell where a stream ends, so the end is found first, from its last
/// chunk; what is published afterwards is not waited for. Acknowledging on a stream removes nothing: it asks for more.
/// </summary>
internal sealed class StreamReading(DestinationRef stream, AmqpLink link, IChannel channel, TimeProvider time)
{
    private const ushort Prefetch = 200;

    /// <summary>How long nothing has to come before the broker is asked whether that is all.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    /// <summary>A stream that grows faster than it can be read has no end; one as good as any is taken after this.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the first message is waited for where there are some.</summary>
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(20);

    /// <summary>How long it is waited for where the broker counts none. Its count is about a second old.</summary>
    private static readonly TimeSpan EmptyLimit = TimeSpan.FromSeconds(2.5);

    /// <summary>Opens a channel for reading.</summary>
    public static async Task<StreamReading> OpenAsync(DestinationRef stream, AmqpLease lease, TimeProvider time, CancellationToken cancellationToken)
    {
        var channel = await lease.OpenChannelAsync(cancellationToken);
        return new StreamReading(stream, lease.Link, channel, time);
    }

    /// <summary>Offsets of the first message of the last chunk and of the last message; null where the stream is empty.</summary>
    /// <param name="facts">The stream as the management API tells of it, which may be some seconds old; null unknown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(long ChunkStart, long Last)?> FindEndAsync(QueueFacts? facts, CancellationToken cancellationToken)
    {
        long? start = null;
        long last = 0;
        var answers = 0;
        var limit = facts?.Total > 0 ? FirstLimit : EmptyLimit;
        var began = time.GetTimestamp();
        await foreach (var delivery in ConsumeAsync("last", IsOverAsync, cancellationToken))
        {
            var offset = delivery.StreamOffset ?? 0;
            start ??= offset;
            last = offset;
            answers = 0;
            if (time.GetElapsedTime(began) > EndLimit)
                break;
        }

        return start is null ? null : (start.Value, last);

        // What was asked for by the acknowledgements before a question is sent before its answer. Twice, because an answer may be handed
        // on sooner than the deliveries that came before it.
        async Task<bool> IsOverAsync()
        {
            var count = await channel.MessageCountAsync(stream.Name, CancellationToken.None);
            if (start is not null)
                return ++answers == 2;
            if (count > 0)
                limit = FirstLimit;
            return time.GetElapsedTime(began) > limit;
        }
    }

    /// <summary>Messages from the given place to the end that was found before.</summary>
    /// <param name="from">An offset, a timestamp, or a word the broker knows (<c>first</c>).</param>
    /// <param name="last">The last offset that is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<AmqpDelivery> ReadAsync(object from, long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastCame = time.GetTimestamp();
        await foreach (var delivery in ConsumeAsync(from, () => Task.FromResult(time.GetElapsedTime(lastCame) > FirstLimit), cancellationToken))
        {
            lastCame = time.GetTimestamp();
            var offset = delivery.StreamOffset ?? 0;
            if (offset > last)
                yield break;

            // The broker sends whole chunks; what stands before the asked offset was not asked for.
            if (from is not long start || offset >= start)
                yield return delivery;
            if (offset >= last)
                yield break;
        }
    }

    public async Task CloseAsync() => await link.CloseAsync(channel);

    /// <summary>Deliveries until it is said, each time after none came for a moment, that this is all.</summary>
    private async IAsyncEnumerable<AmqpDelivery> ConsumeAsync(object offset, Func<Task<bool>> isOver, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var consumer = new TransferConsumer(channel, $"Reading {stream.Describe()} was cut off.", new SettlementWindow());
        channel.ChannelShutdownAsync += consumer.HandleChannelShutdownAsync;
        try
        {
            await channel.BasicQosAsync(0, Prefetch, global: false, CancellationToken.None);
            var tag = await channel.BasicConsumeAsync(
                stream.Name, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = offset }, consumer, CancellationToken.None);
            while (await consumer.WaitAsync(Quiet, time, cancellationToken) || !await isOver())
            {
                while (consumer.Deliveries.TryRead(out var delivery))
                {
                    await channel.BasicAckAsync(delivery.Tag, multiple: false, cancellationToken);
                    yield return delivery;
                }
            }

            if (channel.IsOpen)
                await channel.BasicCancelAsync(tag, noWait: false, CancellationToken.None);
        }
        finally
        {
            channel.ChannelShutdownAsync -= consumer.HandleChannelShutdownAsync;
        }
    }
}
