using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Dashboard.Bench.Lab;

/// <summary>Ten thousand classic queues in the vhost <c>bench</c>; three of ten hold messages.</summary>
internal static class ManyQueues
{
    private const string VirtualHost = "bench";
    private const int Lanes = 8;

    /// <summary>Declares what is missing. Some minutes the first time.</summary>
    public static async Task EnsureAsync(LabBroker broker, int count)
    {
        await broker.PutAsync($"vhosts/{VirtualHost}", []);
        await broker.PutAsync($"permissions/{VirtualHost}/{broker.Username}", new JsonObject { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" });
        if (await CountAsync(broker) >= count)
            return;
        await using var connection = await broker.ConnectAsync("bench-declare", VirtualHost);
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => DeclareAsync(connection, lane, count)));
    }

    public static Task DeleteAsync(LabBroker broker) => broker.DeleteAsync($"vhosts/{VirtualHost}");

    private static async Task<int> CountAsync(LabBroker broker)
    {
        var page = JsonNode.Parse(await broker.Management.GetStringAsync($"api/queues/{VirtualHost}?page=1&page_size=1&disable_stats=true"))!;
        return (int)page["total_count"]!;
    }

    private static async Task DeclareAsync(IConnection connection, int lane, int count)
    {
        await using var channel = await connection.CreateChannelAsync();
        var random = new Random(lane);
        for (var i = lane; i < count; i += Lanes)
        {
            var name = $"team-{i % 97:00}.orders.{i}";
            await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
            if (random.Next(10) >= 3)
                continue;
            for (var message = random.Next(1, 20); message > 0; message--)
                await channel.BasicPublishAsync("", name, new byte[random.Next(16, 512)]);
        }
    }
}
