using Dashboard.Web.Api;
using Dashboard.Web.Auth;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Configuration;
using Dashboard.Web.Hosting;
using Dashboard.Web.Metrics;
using Dashboard.Web.Telemetry;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Dashboard.Web.Startup;

internal static class DashboardPipeline
{
    public static WebApplication UseDashboard(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        app.UseForwardedHeaders();
        if (options.Proxy.PathBase.Length > 0)
            app.UsePathBase(options.Proxy.PathBase);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseSecurityHeaders();
        app.UseApiProblems();
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.UseHubOriginCheck();
        app.UseRouting();
        app.UseRequestNames();
        app.UseApiMisses();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();
        app.MapSignIn();
        app.MapOperationsEndpoints();
        app.MapApi();
        app.MapMetricsEndpoint();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // SecurityHeaders says it already, and stricter.
            server.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }
}
