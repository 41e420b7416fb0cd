using Dashboard.Core.Access;
using Dashboard.Web.Auth;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Access;

/// <summary>One's own account: change the password, sign out. Rendered without a circuit, because it changes the cookie.</summary>
public partial class OwnAccount
{
    private Actor? _actor;
    private bool _hasPassword;
    private bool _mustChange;

    [SupplyParameterFromQuery]
    private string? Objection { get; set; }

    [SupplyParameterFromQuery]
    private string? Changed { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _actor = await Services.GetRequiredService<ICurrentActor>().GetAsync();
        var account = Services.GetRequiredService<AccountDirectory>().Find(_actor.Name);
        _hasPassword = account?.PasswordHash is not null;
        _mustChange = account?.MustChangePassword == true;
    }
}
