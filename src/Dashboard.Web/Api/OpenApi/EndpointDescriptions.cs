using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api.OpenApi;

/// <summary>Short ways to say in the OpenAPI document what an endpoint does and what can go wrong.</summary>
internal static class EndpointDescriptions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string id, string summary, string description) =>
        endpoint.WithName(id).WithSummary(summary).WithDescription(description);

    /// <summary>Statuses with a problem document, beyond those that every call can have.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, Problem.ContentType);
        return endpoint;
    }

    /// <summary>What reaches a broker can fail there.</summary>
    public static RouteHandlerBuilder AsksBroker(this RouteHandlerBuilder endpoint) => endpoint.Problems(409, 502, 503, 504);

    /// <summary>What takes a body.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint) => endpoint.Problems(413, 415);
}
