using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Log messages of the RabbitMQ reading half: event ids 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Warning, "Connection {Connection}: management address {Endpoint} fails ({Problem}); trying {Next}")]
    public static partial void EndpointFailed(ILogger logger, string connection, Uri endpoint, string problem, Uri next);

    [LoggerMessage(3101, LogLevel.Information, "Connection {Connection}: depths of queues are read from the list, which costs the broker more than its metrics page ({Reason}); the page is tried again in {Minutes} min")]
    public static partial void MetricsUnused(ILogger logger, string connection, string reason, double minutes);
}
