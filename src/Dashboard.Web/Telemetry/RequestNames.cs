using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web.Telemetry;

internal static class RequestNames
{
    /// <summary>Names a request's trace by method and route, <c>GET /api/v1/connections</c>: never by its path, which may hold names. To stand behind routing.</summary>
    public static IApplicationBuilder UseRequestNames(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity && context.GetEndpoint() is RouteEndpoint endpoint)
            activity.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
        return next(context);
    });
}
