using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Pump;

namespace Dashboard.Core.Operations.Jobs;

/// <summary>Finds the source and the sink of a job on its connections.</summary>
/// <param name="connection">The connection the intent is about: of the source, where there is one.</param>
/// <param name="connections">Finds the connection of a target that is elsewhere.</param>
/// <param name="archives">Archives of purges.</param>
/// <param name="past">What earlier jobs delivered.</param>
internal sealed class JobParts(IBrokerConnection connection, IConnectionRegistry connections, IArchiveStore archives, PastDeliveries past)
{
    public async Task<(IJobSource Source, IJobSink Sink)> OfAsync(Job job, CancellationToken cancellationToken)
    {
        var intent = job.Intent;
        return intent.Kind switch
        {
            OperationKind.Publish => (new RepeatedMessage(intent.Message!, intent.Options.Repeat), PublishForm(intent)),
            OperationKind.Restore => (new ArchiveSource(archives, intent.ArchiveJobId!), Copies(job)),
            OperationKind.Purge => (
                await SourceAsync(job, removes: true, cancellationToken),
                intent.Options.ArchiveFirst ? new ArchiveSink(archives, job.Id) : new DiscardSink()),
            _ => (await SourceAsync(job, removes: intent.Kind != OperationKind.Copy, cancellationToken), Copies(job)),
        };
    }

    /// <summary>The words of an address are made once, and not for each message that goes there like the one before it.</summary>
    private Route? _last;

    /// <summary>Where a message of this intent goes, or why it cannot.</summary>
    public Route RouteOf(OperationIntent intent, MessageEnvelope message)
    {
        if (message.IsBodyTruncated)
            return Route.Refused("its body was not read whole");
        if (intent.Edit is { } edit && !edit.IsMadeFrom(message))
            return Route.Refused("its body is not the one that was edited");
        switch (intent.Target)
        {
            case FixedTarget target:
                return RouteTo(target.Address);
            case OriginTarget origin:
                var answer = Require<IMessageTransfer>("give messages back to where they came from").OriginOf(message, origin.ByOriginalRoute);
                return answer.Address is { } address ? RouteTo(address) : Route.Refused(answer.Reason ?? "it does not tell where it came from");
            case null when intent.Kind == OperationKind.Restore:
                return Route.To(new PublishAddress(message.Source));
            default:
                return Route.Refused("the operation names no target");
        }
    }

    private Route RouteTo(PublishAddress address)
        => _last is { } last && last.Address == address ? last : (_last = Route.To(address)).Value;

    /// <summary>Who sends the copies: the connection of the address, where all go to one.</summary>
    public IMessagePublisher PublisherOf(OperationIntent intent)
    {
        var id = (intent.Target as FixedTarget)?.Address.Destination.Connection ?? connection.Info.Id;
        var target = id == connection.Info.Id ? connection : connections.Find(id) ?? throw new BrokerException($"The connection {id} is not configured any more.");
        return target.Find<IMessagePublisher>() ?? throw new BrokerException($"The connection {target.Info.Name} cannot take messages from the dashboard.");
    }

    /// <summary>The copy of one message that an intent sends.</summary>
    public static OutgoingMessage CopyOf(OperationIntent intent, IMessagePublisher publisher, MessageEnvelope message, PublishAddress address, string jobId, long sequence)
        => publisher.CopyOf(Edited(intent, message, publisher), address, new ReplayStamp(jobId, sequence, intent.Options.KeepExpiration)
        {
            KeepTimestamp = intent.Options.KeepTimestamp,
            KeepPartition = intent.Options.KeepPartition,
        });

    private PublishSink Copies(Job job)
    {
        var publisher = PublisherOf(job.Intent);
        return new PublishSink(
            publisher,
            message => RouteOf(job.Intent, message),
            (message, address, sequence) => CopyOf(job.Intent, publisher, message, address, job.Id, sequence));
    }

    private static MessageEnvelope Edited(OperationIntent intent, MessageEnvelope message, IMessagePublisher publisher)
        => intent.Edit is { } edit ? edit.ApplyTo(message, publisher.IsTrace) : message;

    private PublishSink PublishForm(OperationIntent intent)
        => new(
            Require<IMessagePublisher>("take messages from the dashboard"),
            message => Route.To(intent.MessageAt(message.Position + 1).Address),
            (_, _, sequence) => intent.MessageAt(sequence));

    /// <summary>What is left out because it is at the target already; null for nothing. Messages that were picked are taken as they were picked.</summary>
    public async Task<LogExtent?> DeliveredBeforeAsync(OperationIntent intent, string? jobId, CancellationToken cancellationToken)
        => intent is { Options.TakeDelivered: false, Selection: not ChosenMessages } ? (await past.FindAsync(intent, jobId, cancellationToken))?.Places : null;

    private async Task<BrokerSource> SourceAsync(Job job, bool removes, CancellationToken cancellationToken)
    {
        var source = job.Intent.Source!;
        var transfer = Require<IMessageTransfer>("give messages to the dashboard");
        var inspector = Require<IDestinationInspector>("tell about its destinations");
        var facts = await inspector.InspectAsync(source, cancellationToken);
        if (facts.IsLog)
            await past.AddAsync(job, cancellationToken);
        return new BrokerSource(transfer, inspector, source, removes, facts.IsLog, job.Intent.Bounds, stop => DeliveredBeforeAsync(job.Intent, job.Id, stop));
    }

    private T Require<T>(string what)
        where T : class, ICapability
        => connection.Find<T>() ?? throw new BrokerException($"The connection {connection.Info.Name} cannot {what}.");
}
