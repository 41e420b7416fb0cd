using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>A browser at the end of a slow line: where it was sent it says later, one address after the other.</summary>
public sealed class SlowNavigation : NavigationManager
{
    private readonly Queue<string> _underWay = new();

    public SlowNavigation(string path) => Initialize("http://dashboard.test/", "http://dashboard.test/" + path);

    public int UnderWay => _underWay.Count;

    /// <summary>The next address has arrived at the browser, which tells so.</summary>
    public void Arrive() => Tell(_underWay.Dequeue());

    /// <summary>Somebody goes somewhere in the browser itself.</summary>
    public void GoInBrowser(string path) => Tell(ToAbsoluteUri(path).AbsoluteUri);

    protected override void NavigateToCore(string uri, NavigationOptions options) => _underWay.Enqueue(ToAbsoluteUri(uri).AbsoluteUri);

    private void Tell(string address)
    {
        Uri = address;
        NotifyLocationChanged(isInterceptedLink: false);
    }
}
