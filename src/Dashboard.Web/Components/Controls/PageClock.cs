namespace Dashboard.Web.Components.Controls;

/// <summary>One tick a second for all ages on a page, so that they count up together and no component keeps a timer of its own. Scoped.</summary>
public sealed class PageClock(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Action> _listeners = [];
    private ITimer? _timer;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Calls back each second, off the circuit, until disposed.</summary>
    public IDisposable EverySecond(Action listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
            _timer ??= time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        return new Registration(this, listener);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _listeners.Clear();
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void Tick()
    {
        Action[] listeners;
        lock (_gate)
            listeners = [.. _listeners];
        foreach (var listener in listeners)
            listener();
    }

    private void Remove(Action listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
            if (_listeners.Count > 0)
                return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private sealed class Registration(PageClock clock, Action listener) : IDisposable
    {
        public void Dispose() => clock.Remove(listener);
    }
}
