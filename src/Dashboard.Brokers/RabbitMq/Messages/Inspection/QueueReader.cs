using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>Asks for one queue: the management API where it answers.</summary>
internal sealed class QueueReader(RabbitMqManagementClient management, AmqpConnections connections)
{
    /// <summary>The queue, null where the broker says there is none, or the reason why the management API cannot tell.</summary>
    public async Task<QueueAnswer> FindAsync(DestinationRef queue, CancellationToken cancellationToken)
    {
        if (!ManagementPath.CanHold(queue.Name) || !ManagementPath.CanHold(queue.Scope))
            return new QueueAnswer(await QueueKindProbe.AskAsync(connections, queue, cancellationToken), "The management API cannot be asked for a thing of this name.");
        try
        {
            using var document = await management.FindAsync(ManagementPath.Of("queues", queue.Scope, queue.Name), cancellationToken);
            if (document is null)
                return new QueueAnswer(null, null);
            return new QueueAnswer(new QueueFacts(document.RootElement, await VersionAsync(cancellationToken)), null);
        }
        catch (SourceException e)
        {
            return new QueueAnswer(await QueueKindProbe.AskAsync(connections, queue, cancellationToken), e.Message);
        }
    }

    private async Task<Version?> VersionAsync(CancellationToken cancellationToken)
    {
        if ((management.BrokerVersion ?? connections.ServerVersion) is { } known)
            return known;
        using var overview = await management.FindAsync("overview", cancellationToken);
        var text = overview?.RootElement.Text("rabbitmq_version") ?? overview?.RootElement.Text("management_version");
        return Version.TryParse(text?.Split('-', '+')[0], out var version) ? version : null;
    }
}

/// <summary>What is known of a queue.</summary>
/// <param name="Facts">The queue; only its kind where there is a problem; null where there is none, or nothing could be had.</param>
/// <param name="Problem">Why the management API could not tell; null where it did.</param>
internal readonly record struct QueueAnswer(QueueFacts? Facts, string? Problem);
