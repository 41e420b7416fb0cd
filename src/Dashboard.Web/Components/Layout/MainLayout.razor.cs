using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Layout;

public sealed partial class MainLayout
{
    private bool _ready;
    private string _errorScope = "";

    public void Dispose() => Preferences.Changed -= OnPreferences;

    protected override void OnInitialized() => Preferences.Changed += OnPreferences;

    // Another path is another page: what failed on the last one does not stay on the screen. Taken when the new body comes, in the same rendering: a key that
    // changed later would make the page twice, and what was typed into the first would be lost.
    protected override void OnParametersSet() => _errorScope = PageAddress.PathOf(Navigation);

    // Prerendered markup does not answer clicks yet: data-circuit tells scripts and browser tests when it does.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ready = true;
            StateHasChanged();
        }
    }

    private void OnPreferences() => _ = InvokeAsync(StateHasChanged);
}
