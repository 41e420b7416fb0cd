using Dashboard.Core.Audit;
using Dashboard.Web.Storage.Audit;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Web.Storage;

public static class StorageServices
{
    /// <summary>
    /// Registers the embedded storage below the <see cref="DataFolder"/>, which the caller registers. A further store adds its tables with
    /// <c>services.AddSingleton&lt;IMigration&gt;(new Migration("accounts", 1, "CREATE TABLE ..."))</c> and takes <see cref="SqliteDatabase"/>.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton(SqliteAuditLog.Schema);
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        return services;
    }
}
