using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;

namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>An exchange as far as routing depends on it.</summary>
/// <param name="Name">Its name; empty for the default exchange.</param>
/// <param name="Type">The broker's word: <c>direct</c>, <c>topic</c>.</param>
/// <param name="Alternate">Where messages go that match no binding; null for nowhere.</param>
/// <param name="IsInternal">Clients cannot publish to it.</param>
internal sealed record ExchangeFacts(string Name, string Type, string? Alternate, bool IsInternal)
{
    private const string Delayed = "x-delayed-message";

    /// <summary>Every vhost has it; it routes to the queue of the routing key's name.</summary>
    public static readonly ExchangeFacts Default = new("", "direct", null, IsInternal: false);

    /// <param name="exchange">The answer to <c>/api/exchanges/VHOST/NAME</c>.</param>
    /// <param name="policy">The definition of the policy that applies; undefined for none.</param>
    public static ExchangeFacts Read(JsonElement exchange, JsonElement policy) => new(
        exchange.Text("name") ?? "",
        RoutesAs(exchange.Text("type") ?? "unknown", DelayedType(exchange)),
        OwnAlternate(exchange) ?? policy.Text("alternate-exchange"),
        exchange.Flag("internal") == true);

    /// <summary>The exchange that its own arguments name; a policy counts only where they name none.</summary>
    public static string? OwnAlternate(JsonElement exchange) => exchange.Member("arguments").Text("alternate-exchange");

    /// <summary>What an exchange of the delayed-message plugin routes as; null for others.</summary>
    public static string? DelayedType(JsonElement exchange)
        => exchange.Text("type") == Delayed ? exchange.Member("arguments").Text("x-delayed-type") : null;

    /// <summary>The type whose rules apply: the delayed-message plugin's own type routes by the one it names.</summary>
    public static string RoutesAs(string type, string? delayedType) => type == Delayed ? delayedType ?? type : type;
}
