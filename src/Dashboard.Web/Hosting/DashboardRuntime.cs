using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Auth;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Configuration;
using Dashboard.Web.Connections;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.History;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Web.Hosting;

/// <summary>
/// Starts what the dashboard consists of, in order, before the first request is taken: database, accounts, saved views, the check that the start is safe,
/// stored connections, history, polling, jobs. Stops it in the opposite order.
/// </summary>
internal sealed class DashboardRuntime(
    DashboardOptions options,
    SqliteDatabase database,
    IAccountStore accountStore,
    AccountDirectory directory,
    SqliteApiKeyStore keyStore,
    ApiKeyDirectory keys,
    Accounts accounts,
    SavedViews views,
    SignInLink link,
    StoredConnectionOpener connections,
    HistoryKeeper history,
    Collector collector,
    IJobRecovery jobs,
    IConfiguration configuration,
    IServer server,
    IHostApplicationLifetime lifetime) : IHostedService
{
    private readonly Lock _gate = new();
    private CancellationTokenRegistration _started;
    private bool _isRunning;
    private Task? _stopped;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken);
        await directory.LoadAsync(accountStore, cancellationToken);
        await keys.LoadAsync(keyStore, cancellationToken);
        if (options.Auth is { BootstrapAdminName: { Length: > 0 } name, BootstrapAdminPasswordFile: { Length: > 0 } file })
            await accounts.BootstrapAsync(name, (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n'), cancellationToken);
        await views.LoadAsync(cancellationToken);
        RefuseUnsafe(ListenAddresses.Configured(configuration));
        _started = lifetime.ApplicationStarted.Register(OfferLink);
        await connections.OpenAllAsync(cancellationToken);
        await history.StartAsync(cancellationToken);
        await collector.StartAsync(cancellationToken);
        _isRunning = true;
        await jobs.StartAsync(cancellationToken);
    }

    // A host may be stopped from two sides: both wait for the one end.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _stopped ??= StopOnceAsync(cancellationToken);
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await _started.DisposeAsync();
        if (!_isRunning)
            return;
        await jobs.StopAsync(cancellationToken);
        await collector.StopAsync(cancellationToken);
        await history.StopAsync();
    }

    private void RefuseUnsafe(IReadOnlyCollection<string> addresses)
    {
        if (!ListenAddresses.AreLoopback(addresses) && !directory.HasUsableAccount)
            throw new UnsafeStartException(addresses);
    }

    private void OfferLink()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (options.Auth.IsSignInLinkEnabled && addresses.Count > 0 && ListenAddresses.AreLoopback(addresses))
            link.Start(addresses.First().Replace("[::]", "localhost", StringComparison.Ordinal).TrimEnd('/') + options.Proxy.PathBase);
    }
}
