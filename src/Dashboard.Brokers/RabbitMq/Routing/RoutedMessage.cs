using System.Collections;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;

namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>What routing sees of a message.</summary>
internal sealed class RoutedMessage
{
    /// <param name="routingKey">Its key.</param>
    /// <param name="headers">Its headers in the client library's types; null where they are not known.</param>
    public RoutedMessage(string routingKey, IDictionary<string, object?>? headers)
    {
        var keys = new List<string> { routingKey };
        foreach (var name in new[] { "CC", "BCC" })
        {
            if (headers is null || !headers.TryGetValue(name, out var value))
                continue;
            if (value is IList list and not byte[])
                keys.AddRange(list.Cast<object?>().Select(AmqpFields.TextOf).OfType<string>());
            else
                Refusal ??= $"Header {name} is no list: the broker refuses the message and closes the channel.";
        }

        RoutingKey = routingKey;
        Keys = [.. keys.Distinct(StringComparer.Ordinal)];

        // The broker takes BCC away before it routes.
        Headers = headers is null || !headers.ContainsKey("BCC") ? headers : headers.Where(h => h.Key != "BCC").ToDictionary();
    }

    public string RoutingKey { get; }

    /// <summary>Its routing key first, then those of its headers CC and BCC.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>What a headers exchange compares; null where it is not known.</summary>
    public IDictionary<string, object?>? Headers { get; }

    /// <summary>Why the broker would not take the message at all; null where it would.</summary>
    public string? Refusal { get; }

    /// <summary>Where a key comes from, as the end of a sentence; empty for the routing key itself.</summary>
    public string OriginOf(string key) => key == RoutingKey ? "" : " (from header CC or BCC)";
}
