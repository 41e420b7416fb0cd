using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Transfers;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>
/// Finds out over AMQP what kind of queue it is, where the management API does not tell. A consumer that asks for what a stream gets next is
/// taken by a stream, and gets nothing; other queues refuse the argument and say what they are.
/// </summary>
internal static class QueueKindProbe
{
    /// <summary>The queue with its kind and no more; null where it cannot be told.</summary>
    public static async Task<QueueFacts?> AskAsync(AmqpConnections connections, DestinationRef queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var lease = await connections.RentAsync(queue.Scope, AmqpPurpose.Commanding, cancellationToken);
            var channel = await lease.OpenChannelAsync(cancellationToken);
            try
            {
                return await KindAsync(channel, queue.Name) is { } kind ? Facts(queue.Name, kind, lease.Link.ServerVersion) : null;
            }
            finally
            {
                await lease.Link.CloseAsync(channel);
            }
        }
        catch (Exception e) when (e is BrokerException or OperationInterruptedException or AlreadyClosedException or IOException or TimeoutException)
        {
            return null;
        }
    }

    private static async Task<string?> KindAsync(IChannel channel, string queue)
    {
        try
        {
            await channel.BasicQosAsync(0, 1, global: false, CancellationToken.None);
            var consumer = new TransferConsumer(channel, "The probe was cut off.", new SettlementWindow());
            var tag = await channel.BasicConsumeAsync(
                queue, autoAck: false, consumerTag: "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "next" }, consumer, CancellationToken.None);
            await channel.BasicCancelAsync(tag, noWait: false, CancellationToken.None);
            return "stream";
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: 406, ReplyText: { } words })
        {
            return words.Contains("rabbit_quorum_queue", StringComparison.Ordinal) ? "quorum"
                : words.Contains("rabbit_classic_queue", StringComparison.Ordinal) ? "classic"
                : null;
        }
    }

    private static QueueFacts Facts(string name, string kind, Version? version)
    {
        using var json = JsonSerializer.SerializeToDocument(new Dictionary<string, string> { ["name"] = name, ["type"] = kind });
        return new QueueFacts(json.RootElement, version);
    }
}
