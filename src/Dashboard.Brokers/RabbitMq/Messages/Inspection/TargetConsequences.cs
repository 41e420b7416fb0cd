using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>What may happen to messages that are sent to a queue.</summary>
internal static class TargetConsequences
{
    /// <param name="queue">The queue.</param>
    /// <param name="deadLetters">Queues that its dead letters reach; null where that is not known.</param>
    public static IEnumerable<Consequence> Of(TargetFacts queue, IReadOnlyList<string>? deadLetters)
    {
        var name = queue.Name;
        if (queue.State is { } state && state is not ("running" or "idle" or "flow"))
            yield return new Consequence(Tone.Bad, $"Queue {name} is in state '{state}': the broker may not take messages for it.");

        foreach (var consequence in OfLimits(queue))
            yield return consequence;

        if (queue.MessageTtl is { } ttl)
        {
            yield return new Consequence(Tone.Warning, queue.DeadLetterExchange is null
                ? $"Messages expire in queue {name} after {Shown(ttl)} and are dropped."
                : $"Messages expire in queue {name} after {Shown(ttl)} and are dead-lettered.");
        }

        if (queue.DeadLetterExchange is not null && deadLetters is { Count: > 0 })
        {
            yield return deadLetters.Contains(name)
                ? new Consequence(Tone.Warning, $"Dead letters of queue {name} come back to itself.")
                : new Consequence(Tone.Info, $"What expires, is rejected or pushed out in queue {name} goes to {string.Join(", ", deadLetters.Take(5))}{(deadLetters.Count > 5 ? "…" : "")}: if that is where you take messages from, they can come straight back.");
        }

        if (queue is { Consumers: 0, IsStream: false })
            yield return new Consequence(Tone.Info, $"Nobody consumes queue {name} now.");
        if (queue.DeliveryLimit is { } limit)
            yield return new Consequence(Tone.Info, $"Queue {name} gives a message up after {Figures.PluralExact(limit, "return")}.");
    }

    private static IEnumerable<Consequence> OfLimits(TargetFacts queue)
    {
        var name = queue.Name;
        var room = queue.MaxLength is { } length ? Math.Max(0, length - (queue.Ready ?? 0)) : (long?)null;
        if (queue is { MaxLength: null, MaxLengthBytes: null })
            yield break;
        var limit = queue.MaxLength is { } messages ? Figures.PluralExact(messages, "message") : Figures.PluralExact(queue.MaxLengthBytes ?? 0, "byte");
        if (queue.IsStream)
        {
            yield return new Consequence(Tone.Info, $"Stream {name} keeps at most {limit}; older ones are cut off.");
        }
        else if (queue.Overflow is "reject-publish" or "reject-publish-dlx")
        {
            yield return new Consequence(
                room == 0 ? Tone.Bad : Tone.Warning,
                room is { } free
                    ? $"Queue {name} takes at most {limit} and refuses more (reject-publish): there is room for {free:N0}. What it refuses stays where it is."
                    : $"Queue {name} takes at most {limit} and refuses more (reject-publish). What it refuses stays where it is.");
        }
        else
        {
            var fate = queue.DeadLetterExchange is null ? "lost" : "dead-lettered";
            yield return new Consequence(
                room == 0 ? Tone.Bad : Tone.Warning,
                room is { } free
                    ? $"Queue {name} holds at most {limit} and pushes the oldest out (drop-head): there is room for {free:N0}, and beyond it one message is {fate} for each that is sent, although the broker confirms all of them."
                    : $"Queue {name} holds at most {limit} and pushes the oldest out (drop-head): what is pushed out is {fate}, although the broker confirms all that is sent.");
        }
    }

    private static string Shown(long milliseconds) => milliseconds switch
    {
        < 1_000 => $"{milliseconds} ms",
        < 120_000 => $"{milliseconds / 1000.0:0.#} s",
        < 7_200_000 => $"{milliseconds / 60_000.0:0.#} min",
        _ => $"{milliseconds / 3_600_000.0:0.#} h",
    };
}
