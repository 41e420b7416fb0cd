using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Layout;

public sealed partial class MainLayout
{
    private bool _ready;
    private string _errorScope = "";

    public void Dispose()
    {
        Preferences.Changed -= OnPreferences;
        Navigation.LocationChanged -= OnLocation;
    }

    protected override void OnInitialized()
    {
        _errorScope = Path();
        Preferences.Changed += OnPreferences;
        Navigation.LocationChanged += OnLocation;
    }

    // Prerendered markup does not answer clicks yet: data-circuit tells scripts and browser tests when it does.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    // Another path is another page: what failed on the last one does not stay on the screen.
    private void OnLocation(object? sender, LocationChangedEventArgs e)
    {
        _errorScope = Path();
        _ = InvokeAsync(StateHasChanged);
    }

    private void OnPreferences() => _ = InvokeAsync(StateHasChanged);

    private string Path() => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0];
}
