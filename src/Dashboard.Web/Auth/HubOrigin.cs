namespace Dashboard.Web.Auth;

/// <summary>
/// Lets the circuit's connection be opened only by pages of our own: a browser sends cookies with a WebSocket to wherever a foreign page
/// opens one, and no CORS rule stops it.
/// </summary>
internal static class HubOrigin
{
    public static IApplicationBuilder UseHubOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) || IsOwn(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    private static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            ? !request.HttpContext.WebSockets.IsWebSocketRequest
            : origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
