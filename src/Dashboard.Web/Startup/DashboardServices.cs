using Radzen;

namespace Dashboard.Web.Startup;

internal static class DashboardServices
{
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        // Outside of a published folder the files of wwwroot, of packages and of scoped css are found by the SDK's manifest,
        // in every environment; a published folder has no such manifest and serves its own wwwroot.
        builder.WebHost.UseStaticWebAssets();

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddHealthChecks();
        return builder;
    }
}
