namespace Dashboard.Web.Components.Layout;

public partial class MainLayout
{
    private bool _ready;

    // Prerendered markup does not answer clicks yet: data-circuit tells scripts and browser tests when it does.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ready = true;
            StateHasChanged();
        }
    }
}
