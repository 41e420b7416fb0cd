using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>An exchange as far as routing depends on it.</summary>
/// <param name="Name">Its name; empty for the default exchange.</param>
/// <param name="Type">The broker's word: <c>direct</c>, <c>topic</c>.</param>
/// <param name="Alternate">Where messages go that match no binding; null for nowhere.</param>
/// <param name="IsInternal">Clients cannot publish to it.</param>
internal sealed record ExchangeFacts(string Name, string Type, string? Alternate, bool IsInternal)
{
    public static ExchangeFacts Read(JsonElement exchange)
    {
        var own = exchange.Member("arguments").Text("alternate-exchange");
        var type = exchange.Text("type") ?? "unknown";
        // The delayed-message plugin routes by the type that is named in its argument.
        if (type == "x-delayed-message")
            type = exchange.Member("arguments").Text("x-delayed-type") ?? type;
        return new ExchangeFacts(
            exchange.Text("name") ?? "",
            type,
            own ?? exchange.Member("effective_policy_definition").Text("alternate-exchange"),
            exchange.Flag("internal") == true);
    }
}

/// <summary>A binding of one exchange.</summary>
/// <param name="Destination">A queue or an exchange.</param>
/// <param name="IsToQueue">Which of the two.</param>
/// <param name="RoutingKey">Its key or pattern.</param>
/// <param name="Arguments">Its arguments as the management API tells them.</param>
internal sealed record BindingFacts(string Destination, bool IsToQueue, string RoutingKey, JsonElement Arguments)
{
    public static BindingFacts Read(JsonElement binding) => new(
        binding.Text("destination") ?? "",
        binding.Text("destination_type") == "queue",
        binding.Text("routing_key") ?? "",
        binding.Member("arguments") is { ValueKind: not JsonValueKind.Undefined } arguments ? arguments.Clone() : default);
}
