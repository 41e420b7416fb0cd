using Dashboard.Core.Audit;
using Dashboard.Core.History;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Core.Storage;
using Dashboard.Core.Views;
using Dashboard.Web.Storage.Audit;
using Dashboard.Web.Storage.History;
using Dashboard.Web.Storage.Jobs;
using Dashboard.Web.Storage.Ledgers;
using Dashboard.Web.Storage.Views;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Web.Storage;

public static class StorageServices
{
    /// <summary>Registers the embedded storage below a folder.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string dataFolder)
        => services.AddSingleton(new DataFolder(dataFolder)).AddSqliteStorage();

    /// <summary>
    /// Registers the embedded storage below the registered <see cref="DataFolder"/>. A further store adds its tables with
    /// <c>services.AddSingleton&lt;IMigration&gt;(new Migration("accounts", 1, "CREATE TABLE ..."))</c> and takes <see cref="SqliteDatabase"/>.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton(SqliteAuditLog.Schema);
        services.AddSingleton<IMigration>(SqliteJobStore.First);
        services.AddSingleton<IMigration>(SqliteViewStore.First);
        services.AddSingleton<IMigration>(SqliteDeliveryRecord.First);
        services.AddSingleton<IDeliveryRecord, SqliteDeliveryRecord>();
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        services.AddSingleton<IJobStore, SqliteJobStore>();
        services.AddSingleton<IJobLedgerStore, SqliteLedgerStore>();
        services.AddSingleton<ISavedViewStore, SqliteViewStore>();
        services.AddSingleton<IArchiveStore>(provider =>
        {
            var folder = provider.GetRequiredService<DataFolder>();
            return new FileArchiveStore(() => folder.Folder("archives"));
        });
        services.AddSingleton<IDiskSpace>(provider => provider.GetRequiredService<DataFolder>());
        services.AddHostedService<JobRetention>();
        services.TryAddSingleton(HistoryOptions.Default);
        services.AddSingleton<HistoryFile>();
        services.AddSingleton<IHistoryArchive>(provider => provider.GetRequiredService<HistoryFile>());
        services.AddSingleton<HistoryKeeper>();
        return services;
    }
}
