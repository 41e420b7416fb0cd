using System.Collections.Concurrent;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>
/// Guards the delivery limit of quorum queues: every message that is given back counts as one more delivery, and one that has none left is
/// dropped or dead-lettered. Counts stand in the messages alone, so before a look they are bounded from what earlier looks of this process
/// saw and from how often the broker has redelivered at all. Thread-safe.
/// </summary>
internal sealed class DeliveryCounts
{
    private readonly ConcurrentDictionary<(string VirtualHost, string Queue), Known> _known = new();

    /// <summary>Whether messages of the queue can be given back once more.</summary>
    public DeliveryVerdict Judge(DestinationRef queue, QueueFacts facts)
    {
        if (facts.DeliveryLimit is not { } limit || !facts.RequeueCounts)
            return new DeliveryVerdict(true, null, "", null);
        var known = _known.GetValueOrDefault((queue.Scope, queue.Name));
        var byOthers = Math.Max(0, (facts.RedeliveredCount ?? 0) - known.Redelivered);
        var touchedByOthers = Math.Max(0, (facts.DeliveredCount ?? 0) - known.Delivered) > 0;
        if (byOthers == 0 && !touchedByOthers)
        {
            var left = limit - known.HighestCount;
            return left >= 1
                ? new DeliveryVerdict(true, left, $"Each message that is read counts as delivered once more. The queue's delivery limit is {limit:N0}; by what is known here, each message can be given back {Figures.PluralExact(left, "more time")}, {left - 1:N0} after this.", null)
                : Refused(limit, $"a message was seen to have been given back {Figures.PluralExact(known.HighestCount, "time")} already, and once more would be too often");
        }

        // Somebody consumed there. No message can have been given back more often than the broker redelivered in all, and once more.
        var bound = byOthers + known.HighestCount + 1;
        if (bound + 1 <= limit)
            return new DeliveryVerdict(true, limit - bound, $"Each message that is read counts as delivered once more. The queue's delivery limit is {limit:N0}; by the broker's statistics each message can be given back at least {Figures.PluralExact(limit - bound, "more time")}.", null);
        if (known.HighestCount >= limit)
            return Refused(limit, $"a message was seen to have been given back {Figures.PluralExact(known.HighestCount, "time")} already, and once more would be too often");
        return facts.DeadLetterExchange is null
            ? Refused(limit, "messages were redelivered so often that one may have no delivery left, and the queue has no dead-letter exchange: it would be lost")
            : new DeliveryVerdict(true, null, $"Each message that is read counts as delivered once more. The queue's delivery limit is {limit:N0}, and consumers have given messages back before: one that has no delivery left goes to the dead-letter exchange '{facts.DeadLetterExchange}'.", null);
    }

    /// <summary>
    /// Remembers what a look saw of a quorum queue. <paramref name="highest"/> is the highest count among what was given back, with this time.
    /// </summary>
    public void Record(DestinationRef queue, long highest, long delivered, long redelivered)
        => _known.AddOrUpdate(
            (queue.Scope, queue.Name),
            _ => new Known(highest, delivered, redelivered),
            (_, before) => new Known(Math.Max(before.HighestCount, highest), before.Delivered + delivered, before.Redelivered + redelivered));

    private static DeliveryVerdict Refused(long limit, string why) => new(
        false,
        0,
        $"its delivery limit is {limit:N0}, every message that is given back counts, and {why}.",
        "Raise the delivery limit by a policy, or set a dead-letter exchange, and look again.");

    private readonly record struct Known(long HighestCount, long Delivered, long Redelivered);
}

/// <summary>Whether messages can be given back once more.</summary>
/// <param name="IsAllowed">They can.</param>
/// <param name="Left">How often at least; null where there is no limit, or where it is not known.</param>
/// <param name="Text">In words; empty where there is nothing to say.</param>
/// <param name="NextStep">What to do when it is not allowed.</param>
internal readonly record struct DeliveryVerdict(bool IsAllowed, long? Left, string Text, string? NextStep);
