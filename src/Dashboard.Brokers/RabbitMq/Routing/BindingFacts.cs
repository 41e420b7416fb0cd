using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;

namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>A binding of one exchange.</summary>
/// <param name="Destination">A queue or an exchange.</param>
/// <param name="IsToQueue">Which of the two.</param>
/// <param name="RoutingKey">Its key or pattern.</param>
/// <param name="Arguments">Its arguments as the management API tells them; undefined for none.</param>
internal sealed record BindingFacts(string Destination, bool IsToQueue, string RoutingKey, JsonElement Arguments)
{
    public static BindingFacts Read(JsonElement binding) => new(
        binding.Text("destination") ?? "",
        binding.Text("destination_type") == "queue",
        binding.Text("routing_key") ?? "",
        binding.Member("arguments") is { ValueKind: not JsonValueKind.Undefined } arguments ? arguments.Clone() : default);

    /// <summary><c>queue orders</c>.</summary>
    public string Target => $"{(IsToQueue ? "queue" : "exchange")} {Destination}";
}
