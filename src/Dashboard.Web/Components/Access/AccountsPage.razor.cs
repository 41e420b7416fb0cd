using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Auth;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Access;

/// <summary>Where admins make, change and end accounts.</summary>
public partial class AccountsPage
{
    private IReadOnlyList<Account>? _accounts;
    private NewPassword? _secret;
    private string? _denied;
    private string? _error;
    private string _newName = "";
    private Role _newRole = Role.Operator;
    private string? _self;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ICurrentActor Current { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private Auth.Accounts Service => Services.GetRequiredService<Auth.Accounts>();

    protected override Task OnInitializedAsync() => RunAsync(async actor => _self = (await Task.FromResult(actor)).Name);

    private static string RoleHelp(Role role) => role switch
    {
        Role.Viewer => "A viewer sees lists and figures, no messages.",
        Role.Operator => "An operator also reads messages, publishes, purges, moves and replays, and sees the audit.",
        _ => "An admin also changes topology, connections and accounts.",
    };

    private string StateOf(Account account)
    {
        if (account.IsDisabled)
            return "disabled";
        if (account.LockedUntil is { } until && until > Time.GetUtcNow())
            return "locked after wrong passwords";
        return account.MustChangePassword ? "active, password to be changed" : "active";
    }

    private Task CreateAsync() => RunAsync(async actor =>
    {
        _secret = new(_newName.Trim(), await Service.CreateAsync(actor, _newName, _newRole, CancellationToken.None));
        _newName = "";
    });

    private Task SetRoleAsync(Account account, ChangeEventArgs e) =>
        RunAsync(actor => Service.SetRoleAsync(actor, account.Name, Enum.Parse<Role>((string)e.Value!), CancellationToken.None));

    private Task SetDisabledAsync(Account account) =>
        RunAsync(actor => Service.SetDisabledAsync(actor, account.Name, !account.IsDisabled, CancellationToken.None));

    private Task ResetAsync(Account account) => RunAsync(async actor =>
        _secret = new(account.Name, await Service.ResetPasswordAsync(actor, account.Name, CancellationToken.None)));

    private Task RevokeAsync(Account account) => RunAsync(actor => Service.RevokeAsync(actor, account.Name, CancellationToken.None));

    // Does one thing and reads the list again, whatever came of it: what the page shows is what is stored.
    private async Task RunAsync(Func<Actor, Task> act)
    {
        _error = null;
        try
        {
            var actor = await Current.GetAsync();
            await act(actor);
            _accounts = await Service.ListAsync(actor, CancellationToken.None);
        }
        catch (AccessDeniedException e)
        {
            _denied = e.Message;
        }
        catch (Exception e) when (e is AccountRefusedException or AuditUnavailableException)
        {
            _error = e.Message;
        }
    }

    private sealed record NewPassword(string Name, string Password);
}
