using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Browser;

/// <summary>
/// A journey of an operator. Whatever it checks itself, no page that it opened may have had an error in the console, violated the
/// Content-Security-Policy, shown a dialog of a foreign script or asked another host for anything.
/// </summary>
public abstract class Journey : IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        var faults = new List<string>();
        for (var i = 0; i < _tabs.Count; i++)
        {
            // What a failed journey saw last says most about why.
            await TryPictureAsync(_tabs[i], $"{GetType().Name}-{i + 1}");
            faults.AddRange(_tabs[i].Faults);
            await _tabs[i].DisposeAsync();
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>Has the tab checked and closed at the end.</summary>
    protected Tab Watch(Tab tab)
    {
        _tabs.Add(tab);
        return tab;
    }

    private static async Task TryPictureAsync(Tab tab, string name)
    {
        try
        {
            await tab.PictureAsync(name);
        }
        catch (PlaywrightException)
        {
            // The page is gone already.
        }
        catch (TimeoutException)
        {
            // It does not hold still; the journey's own outcome counts.
        }
    }
}
