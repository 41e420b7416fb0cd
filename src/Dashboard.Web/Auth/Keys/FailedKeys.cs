using System.Threading.RateLimiting;

namespace Dashboard.Web.Auth.Keys;

/// <summary>
/// Counts calls with a wrong key by address: a few a minute are told and audited, the rest is refused without either. A good key always passes,
/// so that nobody can shut out others behind the same address.
/// </summary>
internal sealed class FailedKeys : IDisposable
{
    public const int PerMinute = 20;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetSlidingWindowLimiter(
            address, _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    /// <summary>Notes a failure; false when there were too many from this address.</summary>
    public bool Note(string? remoteAddress)
    {
        using var lease = _limiter.AttemptAcquire(remoteAddress ?? "");
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
