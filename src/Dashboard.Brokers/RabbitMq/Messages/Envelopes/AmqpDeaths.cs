using System.Collections;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>
/// Reads the broker's record of dead-lettering, <c>x-death</c>. On the wire the newest entry stands first. Publishers can write anything under
/// this name, so nothing in it is trusted.
/// </summary>
internal static class AmqpDeaths
{
    /// <summary>Oldest first; empty where there is no readable record.</summary>
    public static IReadOnlyList<DeathRecord> Read(IDictionary<string, object?>? headers)
    {
        if (headers is null || !headers.TryGetValue("x-death", out var value) || value is not IList { Count: > 0 } entries)
            return [];
        var deaths = new List<DeathRecord>(entries.Count);
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (entries[i] is not IDictionary<string, object?> entry || AmqpFields.TextOf(entry.GetValueOrDefault("queue")) is not { } queue)
                continue;
            deaths.Add(new DeathRecord(
                queue,
                AmqpFields.TextOf(entry.GetValueOrDefault("exchange")) ?? "",
                Keys(entry.GetValueOrDefault("routing-keys")),
                AmqpFields.TextOf(entry.GetValueOrDefault("reason")) ?? "unknown",
                AmqpFields.IntegerOf(entry.GetValueOrDefault("count")) ?? 1,
                Time(entry.GetValueOrDefault("time"))));
        }

        return deaths;
    }

    private static List<string> Keys(object? value)
    {
        var keys = new List<string>();
        if (value is IList list)
        {
            foreach (var item in list)
            {
                if (AmqpFields.TextOf(item) is { } key)
                    keys.Add(key);
            }
        }

        return keys;
    }

    private static DateTimeOffset? Time(object? value)
        => value is AmqpTimestamp timestamp && AmqpFields.Timestamp(timestamp.UnixTime) is TimestampValue known ? known.Value : null;

    private static object? GetValueOrDefault(this IDictionary<string, object?> table, string name) => table.TryGetValue(name, out var value) ? value : null;
}
