using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Controls.Grid;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Operations;
using Dashboard.Web.Components.Topology;
using Dashboard.Web.Components.Views;

namespace Dashboard.Web.Components;

internal static class ComponentServices
{
    /// <summary>What components need for themselves; all of it lives as long as one circuit, but for what circuits share.</summary>
    public static IServiceCollection AddDashboardComponents(this IServiceCollection services)
    {
        services.AddSingleton<WrittenCells>();
        services.AddScoped<ViewPreferences>();
        services.AddScoped<PageClock>();
        services.AddScoped<PageScripts>();
        services.AddScoped<Toasts>();
        services.AddScoped<ShellCommands>();
        services.AddScoped<ViewActions>();
        services.AddOperationComponents();
        services.AddTopologyComponents();
        return services;
    }
}
