using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Bench.Lab;

/// <summary>A vhost whose graph has a thousand nodes: topic exchanges that feed queues, of which some dead-letter into another exchange.</summary>
internal static class ManyRoutes
{
    public const string VirtualHost = "bench-topology";

    /// <summary>Declares all of it in one import; what is there already stays.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="nodes">Exchanges and queues together; a fifth are exchanges.</param>
    public static async Task EnsureAsync(LabBroker broker, int nodes)
    {
        await broker.DeleteAsync($"vhosts/{VirtualHost}");
        await broker.PutAsync($"vhosts/{VirtualHost}", []);
        await broker.PutAsync($"permissions/{VirtualHost}/{broker.Username}", new JsonObject { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" });
        var random = new Random(1);
        // The broker's own exchanges are bound to nothing and not drawn.
        var exchangeCount = nodes / 5;
        var exchanges = new JsonArray();
        var (queues, bindings) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < exchangeCount; i++)
        {
            exchanges.Add(new JsonObject { ["name"] = $"x.{i}", ["type"] = "topic", ["durable"] = true, ["auto_delete"] = false, ["internal"] = false, ["arguments"] = new JsonObject() });
            if (i > 0 && i % 4 == 0)
                bindings.Add(Binding($"x.{random.Next(i)}", $"x.{i}", "exchange"));
        }

        for (var i = 0; i < nodes - exchangeCount; i++)
        {
            var arguments = i % 5 == 0 ? new JsonObject { ["x-dead-letter-exchange"] = $"x.{random.Next(exchangeCount)}" } : [];
            queues.Add(new JsonObject { ["name"] = $"orders.{i}", ["durable"] = true, ["auto_delete"] = false, ["arguments"] = arguments });
            bindings.Add(Binding($"x.{i % exchangeCount}", $"orders.{i}", "queue"));
            if (i % 3 == 0)
                bindings.Add(Binding($"x.{random.Next(exchangeCount)}", $"orders.{i}", "queue"));
        }

        using var answer = await broker.Management.PostAsJsonAsync(
            $"api/definitions/{VirtualHost}", new JsonObject { ["exchanges"] = exchanges, ["queues"] = queues, ["bindings"] = bindings });
        answer.EnsureSuccessStatusCode();
    }

    private static JsonObject Binding(string from, string to, string kind) => new()
    {
        ["source"] = from,
        ["destination"] = to,
        ["destination_type"] = kind,
        ["routing_key"] = $"{to}.#",
        ["arguments"] = new JsonObject(),
    };
}
