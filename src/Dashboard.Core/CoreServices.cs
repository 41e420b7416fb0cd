using Dashboard.Core.Capabilities;
using Dashboard.Core.Connections;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.History;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Snapshots.Querying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Core;

/// <summary>Registers connections, polling, snapshots, queries and history.</summary>
public static class CoreServices
{
    /// <summary>
    /// Adds what reads. The host starts and stops the <see cref="Collector"/>, and registers the broker providers and logging.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="connections">Gives the checked settings of the configured connections, in their order.</param>
    public static IServiceCollection AddCore(
        this IServiceCollection services, Func<IServiceProvider, IEnumerable<ConnectionSettings>> connections)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ConnectionRegistry(provider.GetServices<IBrokerProvider>(), connections(provider)));
        services.AddSingleton<IConnectionRegistry>(provider => provider.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton(provider => SnapshotStore.For(
            provider.GetRequiredService<IConnectionRegistry>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISnapshotStore>(provider => provider.GetRequiredService<SnapshotStore>());
        services.AddSingleton<LookRegistry>();
        services.AddSingleton<ILookRegistry>(provider => provider.GetRequiredService<LookRegistry>());
        services.AddSingleton<MetricHistory>();
        services.AddSingleton<IHistory>(provider => provider.GetRequiredService<MetricHistory>());
        services.AddSingleton<ISectionQueries, SectionQueries>();
        services.AddSingleton<FindingsBoard>();
        services.AddSingleton<IFindings>(provider => provider.GetRequiredService<FindingsBoard>());
        services.AddSingleton<Collector>();
        services.AddSingleton<IPollControl>(provider => provider.GetRequiredService<Collector>());
        services.AddSingleton<LiveConnections>();
        return services;
    }
}
