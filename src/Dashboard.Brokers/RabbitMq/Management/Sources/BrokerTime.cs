using System.Globalization;
using System.Text.Json;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Times as the management API writes them.</summary>
internal static class BrokerTime
{
    /// <summary>Milliseconds since 1970, ISO 8601, or the older <c>2022-06-01 12:00:00</c> in UTC; null for anything else.</summary>
    public static DateTimeOffset? Of(JsonElement value)
    {
        if (value.AsInteger() is { } number)
            return number is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
        return DateTimeOffset.TryParse(
            value.AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }
}
