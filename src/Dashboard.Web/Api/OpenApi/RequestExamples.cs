using System.Text.Json.Nodes;

namespace Dashboard.Web.Api.OpenApi;

/// <summary>One good request for each endpoint that takes a body. The tests send them.</summary>
internal static class RequestExamples
{
    public static JsonNode? Of(string operationId) => operationId switch
    {
        "browseMessages" => JsonNode.Parse("""{"destination": {"kind": "queue", "scope": "/", "name": "orders"}, "count": 10, "filter": "body.total > 100", "bodyAs": "json"}"""),
        "planOperation" => JsonNode.Parse(
            """
            {"kind": "replay", "connection": "shop", "source": {"kind": "queue", "scope": "/", "name": "orders.dead"},
             "selection": {"by": "filter", "filter": "death.reason = rejected"}, "target": {"to": "firstDeath"}, "options": {"ratePerSecond": 50}}
            """),
        "submitOperation" => JsonNode.Parse("""{"planId": "0123456789abcdef01234567", "typed": "orders.dead"}"""),
        "publishMessage" => JsonNode.Parse(
            """
            {"message": {"destination": {"kind": "queue", "scope": "/", "name": "orders"}, "body": {"json": {"order": 1}},
             "properties": [{"name": "content_type", "value": "application/json"}], "headers": [{"name": "x-tenant", "value": "acme"}]}}
            """),
        "limitOperation" => JsonNode.Parse("""{"perSecond": 100}"""),
        "addConnection" or "testConnection" => JsonNode.Parse(
            """
            {"id": "shop-eu", "name": "Shop EU", "kind": "rabbitmq", "environment": "production",
             "settings": {"ManagementUrls:0": "http://rabbit.example:15672", "AmqpEndpoints:0": "amqp://rabbit.example:5672", "Username": "dashboard", "Password": "…"}}
            """),
        "changeConnection" => JsonNode.Parse(
            """
            {"name": "Shop EU", "kind": "rabbitmq", "isReadOnly": true,
             "settings": {"ManagementUrls:0": "http://rabbit.example:15672", "AmqpEndpoints:0": "amqp://rabbit.example:5672", "Username": "dashboard"}}
            """),
        "createAccount" => JsonNode.Parse("""{"name": "otto", "role": "operator"}"""),
        "changeAccount" => JsonNode.Parse("""{"isDisabled": true}"""),
        "compareDefinitions" => JsonNode.Parse("""{"text": "{\"queues\": [{\"name\": \"orders\", \"durable\": true}]}", "scope": "/"}"""),
        "traceRoute" => JsonNode.Parse("""{"to": {"kind": "exchange", "scope": "/", "name": "shop.orders"}, "routingKey": "order.created.eu"}"""),
        "saveView" => JsonNode.Parse("""{"name": "Fullest queues", "isShared": true, "connection": "shop", "section": "queues", "content": {"filter": "ready > 100", "sort": "-ready"}}"""),
        "changeView" => JsonNode.Parse("""{"content": {"filter": "ready > 1000", "sort": "-ready"}}"""),
        _ => null,
    };
}
