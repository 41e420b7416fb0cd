using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Browser;

/// <summary>
/// A journey of an operator. Whatever it checks itself, no page that it opened may have had an error in the console, violated the
/// Content-Security-Policy, shown a dialog of a foreign script or asked another host for anything.
/// </summary>
public abstract class Journey : IAsyncLifetime
{
    private readonly List<Tab> _tabs = [];
    private readonly Stack<IAsyncDisposable> _kept = new();

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

        while (_kept.TryPop(out var kept))
            await kept.DisposeAsync();
        faults.ShouldBeEmpty();
    }

    /// <summary>Has the tab checked and closed at the end.</summary>
    protected Tab Watch(Tab tab)
    {
        _tabs.Add(tab);
        return tab;
    }

    /// <summary>Has it disposed at the end, after the tabs, which would notice that it is gone.</summary>
    protected T Keep<T>(T kept)
        where T : IAsyncDisposable
    {
        _kept.Push(kept);
        return kept;
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
