using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Dashboard.Core.Operations.Planning;

/// <summary>Plans that wait for their confirmation. They expire, and end with the process.</summary>
internal sealed class PlanStore(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (OperationPlan Plan, string Actor, DateTimeOffset ExpiresAt)> _plans = new(StringComparer.Ordinal);

    public const string Expired = "This plan has expired or was used, because what it says may no longer be true. Plan it again.";

    public static string NewId() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    public void Keep(OperationPlan plan, string actor, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        foreach (var (id, kept) in _plans)
        {
            if (kept.ExpiresAt <= now)
                _plans.TryRemove(id, out _);
        }

        _plans[plan.PlanId] = (plan, actor, now + lifetime);
    }

    /// <summary>The plan, when it is this actor's and has not expired.</summary>
    /// <exception cref="OperationRefusedException">It is not there any more.</exception>
    public OperationPlan Find(string planId, string actor) => TryFind(planId, actor) ?? throw new OperationRefusedException(Expired);

    /// <summary>The plan, when it is this actor's and has not expired; else null.</summary>
    public OperationPlan? TryFind(string planId, string actor) =>
        _plans.TryGetValue(planId, out var kept) && kept.ExpiresAt > time.GetUtcNow() && kept.Actor == actor ? kept.Plan : null;

    public void Remove(string planId) => _plans.TryRemove(planId, out _);
}
