using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Auth;
using Dashboard.Web.Auth.Keys;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Access;

/// <summary>Where admins make and revoke the keys that programs use.</summary>
public partial class ApiKeysPage
{
    private IReadOnlyList<ApiKey>? _keys;
    private NewApiKey? _new;
    private ApiKey? _revoking;
    private string? _denied;
    private string? _error;
    private string _name = "";
    private Role _role = Role.Viewer;
    private int _days = 90;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ICurrentActor Current { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private ApiKeys Keys => Services.GetRequiredService<ApiKeys>();

    protected override Task OnInitializedAsync() => RunAsync(_ => Task.CompletedTask);

    private static string RoleHelp(Role role) => role switch
    {
        Role.Viewer => "Reads lists, figures, operations and metrics; no messages. Enough for monitoring.",
        Role.Operator => "Also reads messages, publishes, purges, moves and replays, and sees the audit.",
        _ => "All that an admin may do. Only making keys and setting passwords is left to people.",
    };

    private string Curl(string key) => $"curl -H 'Authorization: Bearer {key}' {Navigation.BaseUri}api/v1/connections";

    private bool IsGood(ApiKey key) => StateOf(key) == "active";

    private string StateOf(ApiKey key)
    {
        if (key.RevokedAt is not null)
            return $"revoked by {key.RevokedBy}";
        if (key.IsExpired(Time.GetUtcNow()))
            return "expired";
        return Services.GetRequiredService<IAccountDirectory>().FindKey(key.Id) is { IsDisabled: false } ? "active" : "its maker is disabled";
    }

    private Task CreateAsync() => RunAsync(async actor =>
    {
        _new = await Keys.CreateAsync(actor, _name, _role, _days == 0 ? null : Time.GetUtcNow().AddDays(_days), CancellationToken.None);
        _name = "";
    });

    private Task RevokeAsync() => RunAsync(async actor =>
    {
        if (_revoking is { } key)
            await Keys.RevokeAsync(actor, key.Id, CancellationToken.None);
        if (_new?.Key.Id == _revoking?.Id)
            _new = null;
        _revoking = null;
    });

    // Does one thing and reads the list again, whatever came of it: what the page shows is what is stored.
    private async Task RunAsync(Func<Actor, Task> act)
    {
        _error = null;
        try
        {
            var actor = await Current.GetAsync();
            await act(actor);
            _keys = await Keys.ListAsync(actor, CancellationToken.None);
        }
        catch (AccessDeniedException e)
        {
            _denied = e.Message;
        }
        catch (Exception e) when (e is ApiKeyRefusedException or AuditUnavailableException)
        {
            (_error, _revoking) = (e.Message, null);
        }
    }
}
