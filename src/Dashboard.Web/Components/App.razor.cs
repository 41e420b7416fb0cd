using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using static Microsoft.AspNetCore.Components.Web.RenderMode;

namespace Dashboard.Web.Components;

public partial class App
{
    private string _baseHref = "/";
    private string _theme = "system";
    private string? _zoneChoice;
    private string? _browserZone;
    private string? _rail;
    private IComponentRenderMode? _mode = InteractiveServer;

    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    protected override void OnInitialized()
    {
        // Behind a reverse proxy the dashboard may live under a path of its own.
        _baseHref = $"{HttpContext?.Request.PathBase}/";
        if (HttpContext is null)
            return;

        // Pages that set cookies (signing in) answer requests and have no circuit.
        _mode = HttpContext.AcceptsInteractiveRouting() ? InteractiveServer : null;
        var cookies = HttpContext.Request.Cookies;
        _theme = cookies["dashboard-theme"] is "light" or "dark" ? cookies["dashboard-theme"]! : "system";
        _zoneChoice = cookies["dashboard-zone"];
        _browserZone = cookies["dashboard-tz"];
        _rail = cookies["dashboard-rail"];
    }
}
