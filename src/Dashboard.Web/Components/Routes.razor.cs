using Dashboard.Web.Auth;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components;

public partial class Routes
{
    /// <summary>Where the browser is, as the request that opened the circuit tells; the circuit itself does not know.</summary>
    [Parameter]
    public string? RemoteAddress { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    protected override void OnInitialized() => Services.GetRequiredService<CircuitOrigin>().RemoteAddress = RemoteAddress;
}
