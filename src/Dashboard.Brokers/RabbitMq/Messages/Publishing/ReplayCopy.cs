using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>
/// The copy of a message for a replay, move, copy or restore. Keeps everything but what would close the channel, mislead the broker or send
/// the copy elsewhere than planned; that is remembered under <c>x-replay-original</c>. <c>docs/replay.md</c> has the list.
/// </summary>
/// <param name="username">Our own account: a <c>user_id</c> of another closes the channel.</param>
internal sealed class ReplayCopy(string username)
{
    public const string OriginalHeader = "x-replay-original";
    public const string IdHeader = "x-replay-id";
    public const string CountHeader = "x-replay-count";

    public OutgoingMessage Of(MessageEnvelope original, PublishAddress address, ReplayStamp stamp)
    {
        var properties = original.Properties is AmqpPropertyList list ? new BasicProperties(list.Raw) : ForeignMessage.Properties(original);
        var source = original.Headers is AmqpHeaderList own ? own.Raw : ForeignMessage.Headers(original);
        var headers = new Dictionary<string, object?>(source.Count + 3);
        Dictionary<string, object?>? aside = null;
        long count = 0;
        foreach (var (name, value) in source)
        {
            if (IsSetAside(name))
                (aside ??= [])[name] = value;
            else if (name == CountHeader)
                count = Math.Max(0, AmqpFields.IntegerOf(value) ?? (long.TryParse(AmqpFields.TextOf(value), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var told) ? told : 0));
            else if (name is not IdHeader and not OriginalHeader)
                headers[name] = value;
        }

        if (properties.IsUserIdPresent() && properties.UserId != username)
        {
            (aside ??= [])["user_id"] = properties.UserId;
            properties.ClearUserId();
        }

        if (properties.IsExpirationPresent() && !stamp.KeepExpiration)
        {
            (aside ??= [])["expiration"] = properties.Expiration;
            properties.ClearExpiration();
        }

        // What an earlier replay remembered stays, as far as there is nothing newer of it.
        source.TryGetValue(OriginalHeader, out var remembered);
        if (aside is not null || remembered is not null)
            headers[OriginalHeader] = Merge(remembered, aside);
        headers[IdHeader] = stamp.ReplayId;
        headers[CountHeader] = count == long.MaxValue ? count : count + 1;
        properties.Headers = null;
        return new OutgoingMessage
        {
            Address = address,
            Body = original.Body,
            Properties = new AmqpPropertyList(properties),
            Headers = new AmqpHeaderList(headers),
            IsMandatory = true,
        };
    }

    /// <summary>Headers that are not content: set aside in copies, or written anew on each.</summary>
    public static bool IsTrace(string name) => IsSetAside(name) || name is IdHeader or CountHeader or OriginalHeader;

    /// <summary>
    /// Headers that the broker acts on or writes itself: a kept <c>x-death</c> lets its cycle detection drop the copy, a kept CC or BCC
    /// makes it route further copies to places that nobody planned.
    /// </summary>
    private static bool IsSetAside(string name) => name is "x-death" or "x-delivery-count" or "x-acquired-count" or "x-stream-offset" or "CC" or "BCC"
        || name.StartsWith("x-first-death-", StringComparison.Ordinal)
        || name.StartsWith("x-last-death-", StringComparison.Ordinal);

    private static object? Merge(object? remembered, Dictionary<string, object?>? aside)
    {
        if (remembered is not IDictionary<string, object?> before)
            return aside ?? remembered;
        if (aside is null)
            return before;
        var merged = new Dictionary<string, object?>(before);
        foreach (var (name, value) in aside)
            merged[name] = value;
        return merged;
    }
}
