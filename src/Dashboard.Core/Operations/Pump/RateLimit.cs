namespace Dashboard.Core.Operations.Pump;

/// <summary>A token bucket that holds a tenth of a second's worth (one token at least). The rate can change while somebody waits.</summary>
internal sealed class RateLimit(TimeProvider time, double? perSecond)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(250);

    private readonly Lock _sync = new();
    private double? _perSecond = perSecond;
    private double _tokens = 1;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Messages per second; null for no limit.</summary>
    public double? PerSecond
    {
        get
        {
            lock (_sync)
                return _perSecond;
        }

        set
        {
            lock (_sync)
                _perSecond = value;
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Take() is { } pause)
            await Task.Delay(pause < LongestSleep ? pause : LongestSleep, time, cancellationToken);
    }

    private TimeSpan? Take()
    {
        lock (_sync)
        {
            var now = time.GetTimestamp();
            if (_perSecond is not { } rate)
            {
                _filledAt = now;
                return null;
            }

            _tokens = Math.Min(Math.Max(1, rate / 10), _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * rate));
            _filledAt = now;
            if (_tokens >= 1)
            {
                _tokens--;
                return null;
            }

            return TimeSpan.FromSeconds(Math.Max(0.001, (1 - _tokens) / rate));
        }
    }
}
