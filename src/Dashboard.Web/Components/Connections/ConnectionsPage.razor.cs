using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Connections;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Connections;

/// <summary>Where admins see all connections and remove those that were made here.</summary>
public partial class ConnectionsPage
{
    private IReadOnlyList<ManagedConnection>? _connections;
    private ManagedConnection? _removed;
    private string? _denied;
    private string? _error;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ICurrentActor Current { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private ConnectionAdministration Service => Services.GetRequiredService<ConnectionAdministration>();

    protected override Task OnInitializedAsync() => RunAsync(_ => Task.CompletedTask);

    private static string EditLink(ManagedConnection connection) => $"connections/edit?id={Uri.EscapeDataString(connection.Info.Id.Value)}";

    private static string EnvironmentOf(ManagedConnection connection) => connection.Info.Environment.Value is { Length: > 0 } tag ? tag : Figures.Unknown;

    private ConnectionHealth? Health(ManagedConnection connection) => connection.Problem is null ? Snapshots.Find(connection.Info.Id)?.Health : null;

    private Task RemoveAsync() => RunAsync(async actor =>
    {
        if (_removed is not { } removed)
            return;
        _removed = null;
        await Service.RemoveAsync(actor, removed.Info.Id.Value, CancellationToken.None);
        Toasts.Show(Tone.Good, $"{removed.Info.Name} was removed.");
    });

    // Does one thing and reads the list again, whatever came of it: what the page shows is what is stored.
    private async Task RunAsync(Func<Actor, Task> act)
    {
        _error = null;
        try
        {
            var actor = await Current.GetAsync();
            await act(actor);
            _connections = await Service.ListAsync(actor, CancellationToken.None);
        }
        catch (AccessDeniedException e)
        {
            _denied = e.Message;
        }
        catch (Exception e) when (e is ConnectionRefusedException or AuditUnavailableException or Storage.StorageException)
        {
            _error = e.Message;
        }
    }
}
