using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq.Messages.Amqp;

/// <summary>Log messages of the RabbitMQ message half: event ids 3200 to 3299.</summary>
internal static partial class AmqpLog
{
    [LoggerMessage(3200, LogLevel.Information, "Connection {Connection}: opened AMQP to {Endpoint} for {Purpose} in vhost {VirtualHost}")]
    public static partial void Opened(ILogger logger, string connection, string endpoint, AmqpPurpose purpose, string virtualHost);

    [LoggerMessage(3201, LogLevel.Warning, "Connection {Connection}: AMQP for {Purpose} in vhost {VirtualHost} was lost: {Reason}")]
    public static partial void Lost(ILogger logger, string connection, AmqpPurpose purpose, string virtualHost, string reason);

    [LoggerMessage(3202, LogLevel.Debug, "Connection {Connection}: AMQP for {Purpose} in vhost {VirtualHost} was closed")]
    public static partial void Closed(ILogger logger, string connection, AmqpPurpose purpose, string virtualHost);

    [LoggerMessage(3203, LogLevel.Warning, "Connection {Connection}: publishers in vhost {VirtualHost} are blocked by the broker: {Reason}")]
    public static partial void Blocked(ILogger logger, string connection, string virtualHost, string reason);

    [LoggerMessage(3204, LogLevel.Information, "Connection {Connection}: publishers in vhost {VirtualHost} are no longer blocked")]
    public static partial void Unblocked(ILogger logger, string connection, string virtualHost);

    [LoggerMessage(3205, LogLevel.Error, "Connection {Connection}: an AMQP callback failed")]
    public static partial void CallbackFailed(ILogger logger, string connection, Exception exception);

    [LoggerMessage(3206, LogLevel.Debug, "Connection {Connection}: closing an AMQP connection or channel failed")]
    public static partial void CloseFailed(ILogger logger, string connection, Exception exception);
}
