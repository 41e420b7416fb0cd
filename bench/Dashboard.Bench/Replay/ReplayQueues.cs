using System.Text.Json.Nodes;
using Dashboard.Bench.Lab;
using RabbitMQ.Client;

namespace Dashboard.Bench.Replay;

/// <summary>The two queues of the benchmark, and how the dead letters get there: by the broker's own dead-lettering.</summary>
internal sealed class ReplayQueues(LabBroker broker, IConnection connection, string type)
{
    public const string Origin = "bench.origin";
    public const string DeadLetters = "bench.dead-letters";

    private const string Policy = "policies/%2F/bench-expire";
    private const int InFlight = 5_000;

    /// <summary>Messages that stand ready in a queue.</summary>
    public async Task<uint> ReadyAsync(string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>
    /// Leaves <paramref name="count"/> persistent messages in the dead-letter queue that expired in the origin, and nothing in the origin.
    /// </summary>
    public async Task SeedAsync(int count, int bodyBytes)
    {
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, false));
        foreach (var queue in new[] { Origin, DeadLetters })
        {
            await channel.QueueDeleteAsync(queue);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = type });
        }

        await broker.PutAsync(Policy, new JsonObject
        {
            ["pattern"] = "^bench\\.origin$",
            ["apply-to"] = "queues",
            ["definition"] = new JsonObject { ["message-ttl"] = 0, ["dead-letter-exchange"] = "", ["dead-letter-routing-key"] = DeadLetters },
        });
        await PublishAsync(channel, count, bodyBytes);
        await UntilAsync(async () => await ReadyAsync(DeadLetters) == count, "the dead letters to be there");
        await broker.DeleteAsync(Policy);
        await UntilAsync(async () => await PolicyOfOriginAsync() is null, "the policy to be gone");
    }

    /// <summary>Waits until all of them are in the origin again; the answer says when the count was seen.</summary>
    public async Task ArriveAsync(int count, CancellationToken cancellationToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        while (await channel.MessageCountAsync(Origin, cancellationToken) < count)
            await Task.Delay(20, cancellationToken);
    }

    public async Task DeleteAsync()
    {
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(Origin);
        await channel.QueueDeleteAsync(DeadLetters);
    }

    private static async Task PublishAsync(IChannel channel, int count, int bodyBytes)
    {
        using var room = new SemaphoreSlim(InFlight);
        var open = new SortedSet<ulong>();
        channel.BasicAcksAsync += (_, ack) =>
        {
            lock (open)
            {
                // What expires at once is not confirmed in the order in which it was sent.
                var settled = ack.Multiple ? open.RemoveWhere(number => number <= ack.DeliveryTag) : open.Remove(ack.DeliveryTag) ? 1 : 0;
                if (settled > 0)
                    room.Release(settled);
            }

            return Task.CompletedTask;
        };
        var body = new byte[bodyBytes];
        new Random(1).NextBytes(body);
        for (var i = 0; i < count; i++)
        {
            await room.WaitAsync();
            lock (open)
                open.Add((ulong)i + 1);
            var properties = new BasicProperties
            {
                DeliveryMode = DeliveryModes.Persistent,
                MessageId = $"order-{i}",
                ContentType = "application/json",
                Headers = new Dictionary<string, object?> { ["tenant"] = "shop", ["attempt"] = 1, ["trace"] = $"trace-{i:x8}" },
            };
            await channel.BasicPublishAsync("", Origin, mandatory: true, properties, body);
        }

        for (var i = 0; i < InFlight; i++)
            await room.WaitAsync();
    }

    private async Task<string?> PolicyOfOriginAsync()
    {
        var queue = JsonNode.Parse(await broker.Management.GetStringAsync($"api/queues/%2F/{Origin}"))!;
        return (string?)queue["policy"];
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(end) > TimeSpan.FromMinutes(2))
                throw new BenchException($"Waited two minutes for {what}.");
            await Task.Delay(100);
        }
    }
}
