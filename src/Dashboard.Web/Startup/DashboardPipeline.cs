using Dashboard.Web.Components;

namespace Dashboard.Web.Startup;

internal static class DashboardPipeline
{
    public static WebApplication UseDashboard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealthChecks("/healthz");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
