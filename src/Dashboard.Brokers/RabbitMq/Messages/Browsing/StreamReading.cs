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

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long the first message of a stream is waited for that is likely to have none.</summary>
    private static readonly TimeSpan EmptyLimit = TimeSpan.FromSeconds(1.5);

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
        var first = facts?.Total > 0 ? FirstLimit : EmptyLimit;
        long? start = null;
        long last = 0;
        var began = time.GetTimestamp();
        await foreach (var delivery in ConsumeAsync("last", () => start is null ? first : Quiet, cancellationToken))
        {
            var offset = delivery.StreamOffset ?? 0;
            start ??= offset;
            last = offset;
            if (time.GetElapsedTime(began) > EndLimit)
                break; // It grows faster than it can be read to the end; this is an end as good as any.
        }

        return start is null ? null : (start.Value, last);
    }

    /// <summary>Messages from the given place to the end that was found before.</summary>
    /// <param name="from">An offset, a timestamp, or a word the broker knows (<c>first</c>).</param>
    /// <param name="last">The last offset that is read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<AmqpDelivery> ReadAsync(object from, long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = true;
        await foreach (var delivery in ConsumeAsync(from, () => isFirst ? FirstLimit : FirstLimit * 3, cancellationToken))
        {
            isFirst = false;
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

    /// <summary>Deliveries until none comes for a while.</summary>
    private async IAsyncEnumerable<AmqpDelivery> ConsumeAsync(object offset, Func<TimeSpan> patience, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var consumer = new TransferConsumer(channel, $"Reading {stream.Describe()} was cut off.", new SettlementWindow());
        channel.ChannelShutdownAsync += consumer.HandleChannelShutdownAsync;
        try
        {
            await channel.BasicQosAsync(0, Prefetch, global: false, CancellationToken.None);
            var tag = await channel.BasicConsumeAsync(
                stream.Name, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = offset }, consumer, CancellationToken.None);
            while (await consumer.WaitAsync(patience(), time, cancellationToken))
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
