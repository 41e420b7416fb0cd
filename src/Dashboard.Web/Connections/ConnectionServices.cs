using Dashboard.Web.Storage;

namespace Dashboard.Web.Connections;

internal static class ConnectionServices
{
    /// <summary>Connections that admins make in the page.</summary>
    public static IServiceCollection AddManagedConnections(this IServiceCollection services)
    {
        services.AddSingleton(StoredConnections.Schema);
        services.AddSingleton<StoredConnections>();
        services.AddSingleton<ConnectionDrafts>();
        services.AddSingleton<StoredConnectionOpener>();
        services.AddSingleton<ConnectionAdministration>();
        return services;
    }
}
