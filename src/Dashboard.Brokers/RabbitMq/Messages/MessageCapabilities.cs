using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Messages.Publishing;
using Dashboard.Brokers.RabbitMq.Messages.Transfers;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Brokers.RabbitMq.Messages;

/// <summary>
/// All that a RabbitMQ connection can do with messages. The capabilities share their AMQP connections; the browser, which every connection
/// has, owns them and closes them when it is disposed.
/// </summary>
public static class MessageCapabilities
{
    /// <summary>Makes the capabilities. Connects to nothing yet. Whoever holds them disposes those that can be.</summary>
    public static IEnumerable<ICapability> Create(
        RabbitMqSettings settings, RabbitMqManagementClient management, ConnectionInfo info, ILoggerFactory loggers, TimeProvider time)
    {
        var connections = new AmqpConnections(settings, info, loggers, time);
        var queues = new QueueReader(management, connections);
        var counts = new DeliveryCounts();
        return
        [
            new AmqpBrowser(connections, queues, counts, time),
            new AmqpPublisher(connections),
            new AmqpTransfer(connections, queues, counts, time),
            new AmqpPurger(connections, queues),
            new RabbitMqInspector(connections, queues, new RouteReader(management), counts),
        ];
    }
}
