namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Time that may be spent on a broker: a share of what passes, saved up to a limit, which is also what it begins with. Not thread-safe.</summary>
/// <param name="most">What can be saved.</param>
internal sealed class TimeBudget(TimeSpan most)
{
    private readonly TimeSpan _most = most;
    private TimeSpan _credit = most;
    private DateTimeOffset? _last;

    /// <summary>Nothing is to be begun any more before the next share; what was begun may have spent more than there was.</summary>
    public bool IsSpent => _credit <= TimeSpan.Zero;

    /// <param name="now">The present.</param>
    /// <param name="share">Of the time since the last call: 0.05 is a twentieth.</param>
    public void Earn(DateTimeOffset now, double share)
    {
        if (_last is { } last && now > last)
            _credit += (now - last) * share;
        if (_credit > _most)
            _credit = _most;
        _last = now;
    }

    public void Spend(TimeSpan time) => _credit -= time;
}
