namespace Dashboard.Web.Components.Topology;

internal static class TopologyComponents
{
    /// <summary>What the graph's page and the ways to it need.</summary>
    public static IServiceCollection AddTopologyComponents(this IServiceCollection services) => services.AddScoped<TopologyPages>();
}
