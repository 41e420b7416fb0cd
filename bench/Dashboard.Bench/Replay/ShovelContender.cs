using System.Text.Json.Nodes;
using Dashboard.Bench.Lab;

namespace Dashboard.Bench.Replay;

/// <summary>
/// RabbitMQ's own dynamic shovel, as the management UI's <i>Move messages</i> sets it up: <c>on-confirm</c>, prefetch 1000, deleted by itself
/// after as many messages as the queue held. It runs inside the broker.
/// </summary>
/// <param name="broker">Where.</param>
/// <param name="isOverNetwork">False: by direct calls within the broker. True: through AMQP over loopback, as a client would.</param>
internal sealed class ShovelContender(LabBroker broker, bool isOverNetwork) : IContender
{
    private const string Shovel = "parameters/shovel/%2F/bench";

    private JsonObject? _definition;

    public Task PrepareAsync(int messages)
    {
        var uri = isOverNetwork ? broker.AmqpUrl.Replace("://", $"://{broker.Username}:{broker.Password}@", StringComparison.Ordinal) : "amqp://";
        _definition = new JsonObject
        {
            ["value"] = new JsonObject
            {
                ["src-protocol"] = "amqp091",
                ["src-uri"] = uri,
                ["src-queue"] = ReplayQueues.DeadLetters,
                ["src-prefetch-count"] = 1000,
                ["src-delete-after"] = "queue-length",
                ["dest-protocol"] = "amqp091",
                ["dest-uri"] = uri,
                ["dest-queue"] = ReplayQueues.Origin,
                ["ack-mode"] = "on-confirm",
            },
        };
        return Task.CompletedTask;
    }

    public async Task RunAsync()
    {
        await broker.PutAsync(Shovel, _definition!);
        while (true)
        {
            await Task.Delay(100);
            using var answer = await broker.Management.GetAsync(new Uri($"api/{Shovel}", UriKind.Relative));
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
                return;
        }
    }

    public async ValueTask DisposeAsync() => await broker.DeleteAsync(Shovel);
}
