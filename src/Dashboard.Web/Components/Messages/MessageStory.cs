using System.Globalization;
using Dashboard.Core.Model;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Messages;

/// <summary>Says what a message went through, in sentences. Pure; the text holds names from the broker and must be drawn as text.</summary>
public static class MessageStory
{
    /// <summary>The summary: how it died, where it came from, what the broker says of this delivery.</summary>
    public static IReadOnlyList<string> Tell(MessageEnvelope message, DateTimeOffset now)
    {
        var sentences = new List<string>();
        // Newest death first: it is the one that put the message here.
        for (var i = message.Deaths.Count - 1; i >= 0; i--)
            sentences.Add(message.Partition is null ? Death(message.Deaths[i], now) : PutAside(message.Deaths[i], message.Source.Kind));
        if (message.Deaths.Count > 0 && message.Partition is not null)
            sentences.Add($"First written to {message.Source.Kind} {Name(message.Deaths[0].Queue)}.");
        else if (message.Deaths.Count > 0)
            sentences.Add($"First published to {Exchange(message.Deaths[0].Exchange)} with {Keys(message.Deaths[0].RoutingKeys)}.");
        else
            sentences.Add(Published(message, now));
        if (DeliveryFlag(message, "redelivered"))
            sentences.Add("It was delivered before and came back: the redelivered flag is set.");
        if (ReplayOf(message) is { } replay)
            sentences.Add(replay);
        return sentences;
    }

    /// <summary>One step through a dead-letter route.</summary>
    public static string Death(DeathRecord death, DateTimeOffset now)
    {
        var queue = Name(death.Queue);
        var what = death.Reason switch
        {
            "rejected" => $"Rejected {Times(death.Count)} by consumers of {queue}",
            "expired" => $"Expired {Times(death.Count)} in {queue}",
            "maxlen" => $"Dropped {Times(death.Count)} by the length limit of {queue}",
            "delivery_limit" => $"Given up {Times(death.Count)} by {queue} at its delivery limit",
            _ => $"Dead-lettered {Times(death.Count)} by {queue} ({VisibleText.Line(death.Reason, 80)})",
        };
        return death.LastAt is { } at ? $"{what}, last {Ago(now - at)}." : $"{what}.";
    }

    // On a log it is the consumer that writes it elsewhere; the headers that tell of it may give no reason.
    private static string PutAside(DeathRecord death, string kind)
        => $"Put aside from {kind} {Name(death.Queue)}{(death.Reason == "put aside" ? "" : $": {VisibleText.Line(death.Reason, 200)}")}.";

    /// <summary>The reason of the last death, for lists; null where there is none.</summary>
    public static string? LastReason(MessageEnvelope message) => message.Deaths.Count == 0 ? null : message.Deaths[^1].Reason;

    /// <summary>Whether a flag is set among what the broker says of the delivery.</summary>
    public static bool DeliveryFlag(MessageEnvelope message, string name)
        => message.Delivery.Any(f => f.Name == name && f.Value is BooleanValue { Value: true });

    /// <summary>The exchange a delivery names; null where it names none.</summary>
    public static string? ExchangeOf(MessageEnvelope message)
        => message.Delivery.FirstOrDefault(f => f.Name == "exchange")?.Value is TextValue text ? text.Value : null;

    private static string Published(MessageEnvelope message, DateTimeOffset now)
    {
        var how = ExchangeOf(message) is { } exchange
            ? $"Published to {Exchange(exchange)} with {Keys([message.RoutingKey ?? ""])}"
            : message.RoutingKey is { } key ? $"Published with {Keys([key])}" : "Published";
        return message.Timestamp is { } at
            ? $"{how}, {Ago(now - at)} as its publisher says."
            : $"{how}; the publisher gave no time.";
    }

    private static string? ReplayOf(MessageEnvelope message)
    {
        var id = message.Headers.FirstOrDefault(f => f.Name == "x-replay-id")?.Value as TextValue;
        if (id is null)
            return null;
        var job = VisibleText.Line(id.Value.Split('/')[0], 80);
        return ReplaysOf(message) is { } count
            ? $"A copy made by job {job}; replayed {Times(count)} in all."
            : $"A copy made by job {job}.";
    }

    // Where headers have no types it is a text.
    private static long? ReplaysOf(MessageEnvelope message) => message.Headers.FirstOrDefault(f => f.Name == "x-replay-count")?.Value switch
    {
        IntegerValue number => number.Value,
        TextValue text when long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string Exchange(string name) => name.Length == 0 ? "the default exchange" : $"exchange {VisibleText.Line(name, 200)}";

    private static string Name(string name) => name.Length == 0 ? "(no name)" : VisibleText.Line(name, 200);

    private static string Keys(IReadOnlyList<string> keys) => keys.Count switch
    {
        0 => "no key",
        1 when keys[0].Length == 0 => "an empty key",
        1 => $"key {VisibleText.Line(keys[0], 200)}",
        _ => $"keys {string.Join(", ", keys.Take(10).Select(k => VisibleText.Line(k, 100)))}",
    };

    private static string Times(long count) => count == 1 ? "once" : Figures.PluralExact(count, "time");

    // A message's clock may run ahead of ours.
    private static string Ago(TimeSpan age) => age.TotalSeconds switch
    {
        < -2 => "at a time that lies ahead of this clock",
        < 60 => $"{Math.Max(0, (int)age.TotalSeconds)} s ago",
        < 3600 => $"{(int)age.TotalMinutes} min ago",
        < 86_400 => $"{(int)age.TotalHours} h {age.Minutes} min ago",
        _ => $"{(int)age.TotalDays} d {age.Hours} h ago",
    };
}
