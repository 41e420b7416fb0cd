using Dashboard.Web.Configuration;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Access;

/// <summary>The form to sign in. Rendered once on the server, without a circuit: nobody is signed in yet.</summary>
public partial class SignIn
{
    [SupplyParameterFromQuery]
    private string? Objection { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private bool IsLinkOffered => Services.GetRequiredService<DashboardOptions>().Auth.IsSignInLinkEnabled;
}
