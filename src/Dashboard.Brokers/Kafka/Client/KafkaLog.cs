using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>Log messages of Kafka's client library: event ids 3300 to 3399.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(3300, LogLevel.Information, "Connection {Connection}: Kafka client says {Code}: {Reason}")]
    public static partial void ClientError(ILogger logger, string connection, ErrorCode code, string reason);

    [LoggerMessage(3301, LogLevel.Debug, "Connection {Connection}: {Facility} {Line}")]
    public static partial void ClientLine(ILogger logger, string connection, string facility, string line);
}
