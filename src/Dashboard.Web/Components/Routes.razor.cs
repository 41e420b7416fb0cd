using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components;

public partial class Routes
{
    [Parameter]
    public string? Theme { get; set; }

    [Parameter]
    public string? ZoneChoice { get; set; }

    [Parameter]
    public string? BrowserZone { get; set; }

    [Parameter]
    public string? Rail { get; set; }

    /// <summary>Where the browser is, as the request that opened the circuit tells.</summary>
    [Parameter]
    public string? RemoteAddress { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    // The request's cookies are not there on a circuit: what they said comes along as parameters.
    protected override void OnInitialized()
    {
        Preferences.Restore(Theme, ZoneChoice, BrowserZone, Rail);
        Services.GetRequiredService<CircuitOrigin>().RemoteAddress = RemoteAddress;
    }
}
