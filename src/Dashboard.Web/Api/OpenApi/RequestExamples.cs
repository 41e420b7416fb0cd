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
        _ => null,
    };
}
