using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components;

public partial class App
{
    private string _baseHref = "/";

    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    // Signing in changes the cookie, which only a plain request can do: such pages opt out of the circuit.
    private IComponentRenderMode? PageMode => HttpContext?.AcceptsInteractiveRouting() == false ? null : RenderMode.InteractiveServer;

    // Behind a reverse proxy the dashboard may live under a path of its own.
    protected override void OnInitialized() => _baseHref = $"{HttpContext?.Request.PathBase}/";
}
