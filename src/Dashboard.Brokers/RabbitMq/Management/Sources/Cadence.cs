namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>
/// When a list is due again: soon while it is cheap to read, later the dearer it is, at once when something hints that it changed.
/// Thread-safe.
/// </summary>
/// <param name="shortest">Never more often than this, whatever it costs.</param>
/// <param name="longest">Never less often than this.</param>
/// <param name="costShare">Reading may take one part in this many of the time.</param>
internal sealed class Cadence(TimeSpan shortest, TimeSpan longest, int costShare = 20)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _due = DateTimeOffset.MinValue;

    public bool IsDue(DateTimeOffset now)
    {
        lock (_lock)
            return now >= _due;
    }

    /// <summary>It was read, and took this long.</summary>
    public void Done(DateTimeOffset now, TimeSpan cost)
    {
        var wait = cost * costShare;
        lock (_lock)
            _due = now + (wait < shortest ? shortest : wait > longest ? longest : wait);
    }

    /// <summary>It should be read at the next opportunity.</summary>
    public void Expire()
    {
        lock (_lock)
            _due = DateTimeOffset.MinValue;
    }
}
