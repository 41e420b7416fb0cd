using Dashboard.Brokers;
using Dashboard.Core;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Core.Views;
using Dashboard.Web.Api;
using Dashboard.Web.Auth;
using Dashboard.Web.Components;
using Dashboard.Web.Configuration;
using Dashboard.Web.Connections;
using Dashboard.Web.Hosting;
using Dashboard.Web.Metrics;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Templates;
using Dashboard.Web.Telemetry;

namespace Dashboard.Web.Startup;

internal static class DashboardServices
{
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        // Outside of a published folder the files of wwwroot, of packages and of scoped css are found by the SDK's manifest,
        // in every environment; a published folder has no such manifest and serves its own wwwroot.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new DashboardOptionsReader(
            provider.GetRequiredService<IConfiguration>(),
            provider.GetServices<IBrokerProvider>()).Read());
        services.AddSingleton(provider => new DataFolder(provider.GetRequiredService<DashboardOptions>().DataFolder));

        services.AddBrokers();
        services.AddCore(provider => provider.GetRequiredService<DashboardOptions>().Connections);
        services.AddOperations();
        services.AddSingleton(provider => provider.GetRequiredService<DashboardOptions>().Masking);
        services.AddOptions<OperationsOptions>().Configure<IConfiguration>((operations, configuration) =>
            configuration.GetSection("Dashboard:Operations").Bind(operations));
        services.AddSavedViews();
        services.AddSingleton(provider => provider.GetRequiredService<DashboardOptions>().History);
        services.AddSqliteStorage();
        services.AddPublishTemplates();
        services.AddDashboardAuth();
        services.AddApi();
        services.AddMetricsEndpoint();
        services.AddTelemetry();
        services.AddKeyRing();
        services.AddManagedConnections();
        services.AddKnownProxies();

        services.AddRazorComponents()
            // What a page has not confirmed yet is kept, with the rows it has replaced: a slow page skips to the latest snapshot rather than have ten of them on their way.
            .AddInteractiveServerComponents(circuit => circuit.MaxBufferedUnacknowledgedRenderBatches = 2)
            // A body of a message is typed and pasted into one field; the default of 32 KiB would end the circuit.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 1024 * 1024);
        services.AddDashboardComponents();
        services.AddHealthChecks().AddCheck<Readiness>("connections");
        services.AddHostedService<DashboardRuntime>();
        return builder;
    }
}
