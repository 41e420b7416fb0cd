using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components;

public partial class App
{
    private string _baseHref = "/";

    [CascadingParameter]
    public HttpContext? HttpContext { get; set; }

    // Behind a reverse proxy the dashboard may live under a path of its own.
    protected override void OnInitialized() => _baseHref = $"{HttpContext?.Request.PathBase}/";
}
