using Dashboard.Core.Access;
using Dashboard.Web.Api;
using Dashboard.Web.Auth.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus. By an API key of any role, or from this machine itself.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static IServiceCollection AddMetricsEndpoint(this IServiceCollection services)
    {
        services.AddOptions<MetricsOptions>().BindConfiguration("Dashboard:Metrics");
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<MetricsCollection>();
        return services;
    }

    // Anonymous for the pipeline, because it asks for a key itself: only it knows who may come without one.
    public static void MapMetricsEndpoint(this IEndpointRouteBuilder routes) => routes.MapGet(Path, AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(HttpContext context, MetricsCollection metrics, IAccessGate gate, IOptions<MetricsOptions> options)
    {
        if (!(options.Value.AllowLoopback && LocalRequest.IsLocal(context)) || context.Request.Headers.Authorization.Count > 0)
        {
            if (!(await context.AuthenticateAsync(ApiKeyHandler.SchemeName)).Succeeded)
                return Results.Challenge(authenticationSchemes: [ApiKeyHandler.SchemeName]);
            await gate.DemandAsync(context.Actor(), Permission.ViewSnapshots, null, "metrics", context.RequestAborted);
        }

        return Results.Text(PrometheusText.Write(metrics.Gather()), PrometheusText.ContentType);
    }
}
