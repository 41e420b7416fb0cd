using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Web.Hosting;

/// <summary>
/// Ready when every connection was asked at least once, whatever it answered: a dead broker is shown, it does not make the dashboard unready.
/// </summary>
internal sealed class Readiness(ISnapshotStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.All.All(c => c.Health != ConnectionHealth.Connecting) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}
