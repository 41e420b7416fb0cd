namespace Dashboard.Core.Operations.Pump;

/// <summary>A token bucket that holds a tenth of a second's worth (one token at least). The rate can change while somebody waits.</summary>
internal sealed class RateLimit(TimeProvider time, double? perSecond)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(250);

    private readonly Lock _sync = new();
    private double? _perSecond = perSecond;
    private volatile bool _isOff = perSecond is null;
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
            {
                // No tokens are saved up for the time without a limit.
                if (_perSecond is null)
                    _filledAt = time.GetTimestamp();
                _perSecond = value;
                _isOff = value is null;
            }
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _isOff ? Task.CompletedTask : WaitForTokenAsync(cancellationToken);

    private async Task WaitForTokenAsync(CancellationToken cancellationToken)
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
                return null;

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
