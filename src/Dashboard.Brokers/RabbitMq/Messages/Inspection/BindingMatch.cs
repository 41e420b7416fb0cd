using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>Whether a binding takes a message, by the rules of the exchange's type. Pure.</summary>
internal static class BindingMatch
{
    /// <summary>True or false; null where it cannot be told without knowing the message's headers, or where the type is a plugin's own.</summary>
    /// <param name="type">The exchange's type.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="routingKey">The message's key.</param>
    /// <param name="headers">The message's headers; null where they are not known.</param>
    public static bool? Takes(string type, BindingFacts binding, string routingKey, IDictionary<string, object?>? headers) => type switch
    {
        "direct" => binding.RoutingKey == routingKey,
        "fanout" => true,
        "topic" => TopicTakes(binding.RoutingKey, routingKey),
        "headers" => HeadersTake(binding.Arguments, headers),
        _ => null,
    };

    /// <summary>Words are split at dots; <c>*</c> stands for one word, <c>#</c> for any number.</summary>
    public static bool TopicTakes(string pattern, string routingKey)
    {
        var words = routingKey.Split('.');
        var parts = pattern.Split('.');

        // Which lengths of the key's beginning the pattern read so far can stand for: no back-tracking, whatever the pattern.
        var reached = new bool[words.Length + 1];
        reached[0] = true;
        foreach (var part in parts)
        {
            var next = new bool[words.Length + 1];
            for (var i = 0; i <= words.Length; i++)
            {
                if (part == "#")
                    next[i] = reached[i] || (i > 0 && next[i - 1]);
                else if (i > 0 && reached[i - 1])
                    next[i] = part == "*" || part == words[i - 1];
            }

            reached = next;
        }

        // The empty key has no words for the broker, where splitting gives one empty word.
        return routingKey.Length == 0 ? pattern.Length == 0 || Array.TrueForAll(parts, p => p == "#") : reached[words.Length];
    }

    private static bool? HeadersTake(JsonElement arguments, IDictionary<string, object?>? headers)
    {
        var match = arguments.Text("x-match") ?? "all";
        var isAny = match.StartsWith("any", StringComparison.Ordinal);
        var countsX = match.EndsWith("-with-x", StringComparison.Ordinal);
        var wanted = arguments.ValueKind == JsonValueKind.Object
            ? arguments.EnumerateObject().Where(a => a.Name != "x-match" && (countsX || !a.Name.StartsWith("x-", StringComparison.Ordinal))).ToList()
            : [];
        if (wanted.Count == 0)
            return !isAny;
        if (headers is null)
            return null;
        return isAny ? wanted.Exists(a => Equal(a.Value, a.Name, headers)) : wanted.TrueForAll(a => Equal(a.Value, a.Name, headers));
    }

    private static bool Equal(JsonElement wanted, string name, IDictionary<string, object?> headers)
    {
        if (!headers.TryGetValue(name, out var value))
            return false;
        return wanted.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.String => AmqpFields.TextOf(value) == wanted.AsText(),
            JsonValueKind.True => value is true,
            JsonValueKind.False => value is false,
            JsonValueKind.Number => wanted.AsNumber() is { } number && NumberOf(value) == number,
            _ => false,
        };
    }

    private static double? NumberOf(object? value) => value switch
    {
        double v => v,
        float v => v,
        decimal v => (double)v,
        AmqpTimestamp v => v.UnixTime,
        _ => AmqpFields.IntegerOf(value) is { } integer ? Convert.ToDouble(integer, CultureInfo.InvariantCulture) : null,
    };
}
