using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Publishing;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>Where a message was before it was dead-lettered, as it says itself.</summary>
internal static class ReplayOrigin
{
    public static OriginAnswer Of(MessageEnvelope message, bool byOriginalRoute)
    {
        var headers = message.Headers is AmqpHeaderList list ? list.Raw : AmqpFields.EncodeTable(message.Headers);
        if (From(headers, message.Source, byOriginalRoute) is { } address)
            return new OriginAnswer(address, null);

        // It was dead-lettered once and moved by a job since: the copy remembers.
        if (headers.TryGetValue(ReplayCopy.OriginalHeader, out var value) && value is IDictionary<string, object?> remembered
            && From(remembered, message.Source, byOriginalRoute) is { } earlier)
        {
            return new OriginAnswer(earlier, null);
        }

        return new OriginAnswer(null, byOriginalRoute
            ? "it has no record of dead-lettering (x-death) with an exchange"
            : "it has no record of dead-lettering (x-death): it was never dead-lettered, or the record was removed");
    }

    private static PublishAddress? From(IDictionary<string, object?> headers, DestinationRef source, bool byOriginalRoute)
    {
        if (!byOriginalRoute && headers.TryGetValue("x-first-death-queue", out var first) && AmqpFields.TextOf(first) is { Length: > 0 } name)
            return new PublishAddress(source with { Kind = "queue", Name = name });
        var deaths = AmqpDeaths.Read(headers);
        if (byOriginalRoute)
        {
            if (FirstDeath(headers, deaths) is not { } death)
                return null;
            var key = death.RoutingKeys.Count > 0 ? death.RoutingKeys[0] : "";
            // Through the default exchange a key is the name of a queue, and none is no address.
            return death.Exchange.Length == 0
                ? key.Length == 0 ? null : new PublishAddress(source with { Kind = "queue", Name = key })
                : new PublishAddress(source with { Kind = "exchange", Name = death.Exchange }, key);
        }

        var queue = deaths.Count > 0 ? deaths[0].Queue : null;
        return string.IsNullOrEmpty(queue) ? null : new PublishAddress(source with { Kind = "queue", Name = queue });
    }

    /// <summary>The entry of the queue where it first died; counts that rise keep moving entries to the front, so the oldest may be another.</summary>
    private static DeathRecord? FirstDeath(IDictionary<string, object?> headers, IReadOnlyList<DeathRecord> deaths)
    {
        if (headers.TryGetValue("x-first-death-queue", out var value) && AmqpFields.TextOf(value) is { } queue)
        {
            foreach (var death in deaths)
            {
                if (death.Queue == queue)
                    return death;
            }
        }

        return deaths.Count > 0 ? deaths[0] : null;
    }
}
