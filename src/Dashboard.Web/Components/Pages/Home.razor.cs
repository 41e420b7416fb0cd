namespace Dashboard.Web.Components.Pages;

public partial class Home
{
    private int _liveChecks;

    private void CheckLive() => _liveChecks++;
}
