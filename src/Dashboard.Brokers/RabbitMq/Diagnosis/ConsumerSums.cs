using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Diagnosis;

/// <summary>The consumers of one queue added up, as their list has them.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Prefetch">Sum of their limits, of those that have one.</param>
/// <param name="Unlimited">How many have no limit, or none that is told.</param>
/// <param name="Manual">How many acknowledge.</param>
/// <param name="NotActive">How many are told to stand by.</param>
internal readonly record struct ConsumerSums(int Count, long Prefetch, int Unlimited, int Manual, int NotActive)
{
    public static Dictionary<RowKey, ConsumerSums> ByQueue(SectionTable consumers)
    {
        var (vhosts, queues, prefetches) = (consumers["vhost"], consumers["queue"], consumers["prefetch"]);
        var (modes, actives) = (consumers["ack_mode"], consumers["active"]);
        var sums = new Dictionary<RowKey, ConsumerSums>();
        for (var row = 0; row < consumers.RowCount; row++)
        {
            if (queues.TextAt(row) is not { } queue)
                continue;
            var key = RowKey.Of(vhosts.TextAt(row) ?? "", queue);
            var before = sums.GetValueOrDefault(key);
            var prefetch = prefetches.NumberAt(row);
            sums[key] = new ConsumerSums(
                before.Count + 1,
                before.Prefetch + (prefetch > 0 ? (long)prefetch : 0),
                before.Unlimited + (prefetch > 0 ? 0 : 1),
                before.Manual + (modes.TextAt(row) == "manual" ? 1 : 0),
                before.NotActive + (actives.NumberAt(row) == 0 ? 1 : 0));
        }

        return sums;
    }
}
