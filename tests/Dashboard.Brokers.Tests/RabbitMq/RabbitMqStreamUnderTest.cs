using System.Diagnostics;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The same with streams, which are logs: nothing is taken out of them.</summary>
public sealed class RabbitMqStreamUnderTest : RabbitMqUnderTest
{
    /// <summary>The log has ended where nothing came for this long, after the broker has answered a question.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the first message is waited for. The broker counts a stream's messages about a second late.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);

    public override TimeSpan CountLag => TimeSpan.FromSeconds(10);

    protected override IReadOnlyDictionary<string, object> QueueArguments { get; } = new Dictionary<string, object> { ["x-queue-type"] = "stream" };

    public override string? WhyNot(ContractPart part) => part switch
    {
        ContractPart.Purging => "a stream cannot be purged; its retention removes messages",
        ContractPart.Settling => "a stream keeps its messages, whoever has read them",
        ContractPart.DeadLettering => "nothing dies in a stream",
        _ => base.WhyNot(part),
    };

    public override async Task<long> CountAsync(DestinationRef destination) => (await TakeAllAsync(destination)).Count;

    public override async Task<IReadOnlyList<KnownMessage>> TakeAllAsync(DestinationRef destination)
    {
        await using var channel = await NewChannelAsync();
        await channel.BasicQosAsync(0, 2_000, global: false);
        var read = System.Threading.Channels.Channel.CreateUnbounded<KnownMessage>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await read.Writer.WriteAsync(Known(delivery.Body.ToArray(), delivery.BasicProperties));
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(destination.Name, autoAck: false, "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "first" }, consumer);
        var messages = new List<KnownMessage>();
        var began = Stopwatch.GetTimestamp();
        for (var silences = 0; silences < 2 || (messages.Count == 0 && Stopwatch.GetElapsedTime(began) < First);)
        {
            using var quiet = new CancellationTokenSource(Quiet);
            try
            {
                messages.Add(await read.Reader.ReadAsync(quiet.Token));
                silences = 0;
            }
            catch (OperationCanceledException)
            {
                // Whatever was asked for before this question comes before its answer.
                await channel.MessageCountAsync(destination.Name);
                silences++;
            }
        }

        return messages;
    }
}
