using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq.Management;

/// <summary>Log messages of the RabbitMQ reading half: event ids 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Warning, "Connection {Connection}: management address {Endpoint} fails ({Problem}); trying {Next}")]
    public static partial void EndpointFailed(ILogger logger, string connection, Uri endpoint, string problem, Uri next);
}
