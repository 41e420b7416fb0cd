using Dashboard.Brokers.RabbitMq.Messages.Amqp;
using Dashboard.Brokers.RabbitMq.Messages.Browsing;
using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using RabbitMQ.Client.Exceptions;

namespace Dashboard.Brokers.RabbitMq.Messages.Inspection;

/// <summary>
/// Live facts of a queue or exchange. AMQP counts as of this moment but tells little else; the management API tells all, some seconds old.
/// Each stands in for the other where it fails, and what is missing then is said.
/// </summary>
internal sealed class RabbitMqInspector(AmqpConnections connections, QueueReader queues, RouteReader routes, DeliveryCounts counts) : IDestinationInspector
{
    private const int MaxExplainedQueues = 20;

    public Availability AvailabilityOn(DestinationRef destination) => destination.Kind is "queue" or "stream" or "exchange"
        ? Availability.Yes
        : Availability.No($"nothing is known of a {destination.Kind}");

    public async Task<DestinationFacts> InspectAsync(DestinationRef destination, CancellationToken cancellationToken)
    {
        if (destination.Kind == "exchange")
            return await InspectExchangeAsync(destination, cancellationToken);
        var count = await CountAsync(destination, cancellationToken);
        var answer = await queues.FindAsync(destination, cancellationToken);
        if (count.Failure is { } failure && answer.Problem is { } problem)
            throw new BrokerException($"{destination.Describe()} could not be asked about: {failure.Message} The management API does not answer either: {problem}", failure.BrokerWords, failure.NextStep, failure);
        if (count.IsMissing || (answer is { Facts: null, Problem: null } && count.Ready is null))
            return new DestinationFacts { Destination = destination, Exists = false };
        return new DestinationFacts
        {
            Destination = destination,
            Exists = true,
            Type = answer.Facts?.Type,
            ReadyMessages = OfStream(answer, Counted(count.Ready, answer.Facts?.Ready, answer.Problem)),
            UnackedMessages = Counted(null, answer.Facts?.Unacknowledged, answer.Problem),
            Consumers = Counted(count.Consumers, answer.Facts?.Consumers, answer.Problem),
            IsLog = answer.Facts?.IsStream == true,
            Consequences = [.. SourceConsequences.Of(destination, answer, count.Failure, counts)],
        };
    }

    public Task<AddressReach> ReachAsync(PublishAddress address, CancellationToken cancellationToken)
        => FollowAsync(address, null, cancellationToken);

    public Task<AddressReach> ReachAsync(PublishAddress address, IReadOnlyList<MessageField> headers, CancellationToken cancellationToken)
        => FollowAsync(address, AmqpFields.EncodeTable(headers), cancellationToken);

    /// <summary>The broker counts the messages of a stream some seconds late, over AMQP as well.</summary>
    private static Metric OfStream(QueueAnswer answer, Metric ready)
        => answer.Facts is { IsStream: true } && ready.IsAvailable
            ? new Metric(ready.Value, MetricAccuracy.Approximate, "the broker counts a stream's messages some seconds late")
            : ready;

    private async Task<AddressReach> FollowAsync(PublishAddress address, Dictionary<string, object?>? headers, CancellationToken cancellationToken)
    {
        var destination = address.Destination;
        var isExchange = destination.Kind == "exchange";
        try
        {
            var route = await routes.FollowAsync(
                destination.Scope, isExchange ? destination.Name : "", isExchange ? address.RoutingKey : destination.Name, headers, cancellationToken);
            var reached = route.Queues.Select(q => destination with { Kind = "queue", Name = q }).ToList();
            var exists = route.Exchange is not null && (isExchange || reached.Count > 0 || route.Unknown is not null);
            return new AddressReach(address, exists, reached, route.Unknown, exists ? await ConsequencesAsync(address, route, cancellationToken) : []);
        }
        catch (SourceException e)
        {
            return await ReachWithoutManagementAsync(address, e.Message, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Consequence>> ConsequencesAsync(PublishAddress address, RouteAnswer route, CancellationToken cancellationToken)
    {
        var consequences = new List<Consequence>();
        var virtualHost = address.Destination.Scope;
        if (route.Exchange is { IsInternal: true } exchange)
            consequences.Add(new Consequence(Tone.Bad, $"Exchange {exchange.Name} is internal: the broker refuses messages of clients."));
        if (route is { Unknown: null, Queues.Count: 0 })
            consequences.Add(new Consequence(Tone.Bad, $"{address.Describe()} reaches no queue: the broker sends messages back."));
        if (route.Queues.Count > 1)
            consequences.Add(new Consequence(Tone.Warning, $"Each message reaches {route.Queues.Count:N0} queues and is stored in each: {string.Join(", ", route.Queues.Take(10))}{(route.Queues.Count > 10 ? "…" : "")}. If one of them refuses it, it counts as refused though the others have it."));
        foreach (var name in route.Queues.Take(MaxExplainedQueues))
        {
            if ((await queues.FindAsync(address.Destination with { Kind = "queue", Name = name }, cancellationToken)).Facts is not { } queue)
                continue;
            consequences.AddRange(TargetConsequences.Of(queue.AsTarget(), await DeadLettersAsync(virtualHost, queue, cancellationToken)));
        }

        return consequences;
    }

    /// <summary>Queues that the dead letters of a queue reach. Without a key of its own the queue keeps the message's, which may be any.</summary>
    private async Task<IReadOnlyList<string>?> DeadLettersAsync(string virtualHost, QueueFacts queue, CancellationToken cancellationToken)
    {
        if (queue.DeadLetterExchange is not { } exchange)
            return null;
        if (queue.DeadLetterRoutingKey is null && (await routes.ExchangeAsync(virtualHost, exchange, cancellationToken))?.Type != "fanout")
            return null;
        return (await routes.FollowAsync(virtualHost, exchange, queue.DeadLetterRoutingKey ?? "", null, cancellationToken)).Queues;
    }

    /// <summary>AMQP can tell whether a thing exists, and nothing of bindings.</summary>
    private async Task<AddressReach> ReachWithoutManagementAsync(PublishAddress address, string problem, CancellationToken cancellationToken)
    {
        var facts = address.Destination.Kind == "exchange"
            ? await InspectExchangeAsync(address.Destination, cancellationToken)
            : await InspectAsync(address.Destination, cancellationToken);
        var warning = new Consequence(Tone.Warning, $"What happens to messages there (limits, expiry, dead letters) is not known: {problem}");
        return address.Destination.Kind == "exchange"
            ? new AddressReach(address, facts.Exists, [], $"the management API does not answer: {problem}", [warning])
            : new AddressReach(address, facts.Exists, facts.Exists ? [address.Destination] : [], null, [warning]);
    }

    private async Task<DestinationFacts> InspectExchangeAsync(DestinationRef exchange, CancellationToken cancellationToken)
    {
        const string NoMessages = "an exchange holds no messages";
        string? type = null;
        bool exists;
        try
        {
            var facts = await routes.ExchangeAsync(exchange.Scope, exchange.Name, cancellationToken);
            exists = facts is not null;
            type = facts?.Type;
        }
        catch (SourceException)
        {
            exists = await DeclaresAsync(exchange, cancellationToken);
        }

        return new DestinationFacts
        {
            Destination = exchange,
            Exists = exists,
            Type = type,
            ReadyMessages = Metric.Unavailable(NoMessages),
            UnackedMessages = Metric.Unavailable(NoMessages),
            Consumers = Metric.Unavailable(NoMessages),
        };
    }

    private async Task<bool> DeclaresAsync(DestinationRef exchange, CancellationToken cancellationToken)
    {
        await using var lease = await connections.RentAsync(exchange.Scope, AmqpPurpose.Commanding, cancellationToken);
        try
        {
            await using var channel = await lease.OpenChannelAsync(cancellationToken);
            await channel.ExchangeDeclarePassiveAsync(exchange.Name, CancellationToken.None);
            return true;
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == 404)
        {
            return false;
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw AmqpErrors.Of(e, $"{exchange.Describe()} could not be asked about.");
        }
    }

    private async Task<LiveCount> CountAsync(DestinationRef queue, CancellationToken cancellationToken)
    {
        try
        {
            await using var lease = await connections.RentAsync(queue.Scope, AmqpPurpose.Commanding, cancellationToken);
            var channel = await lease.OpenChannelAsync(cancellationToken);
            try
            {
                var declared = await channel.QueueDeclarePassiveAsync(queue.Name, CancellationToken.None);
                return new LiveCount(declared.MessageCount, declared.ConsumerCount, false, null);
            }
            finally
            {
                await lease.Link.CloseAsync(channel);
            }
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason is { ReplyCode: 404, ReplyText: var words } && words?.Contains("home node", StringComparison.Ordinal) != true)
        {
            return new LiveCount(null, null, true, null);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return new LiveCount(null, null, false, AmqpErrors.Of(e, $"AMQP does not answer for {queue.Describe()}."));
        }
    }

    private static Metric Counted(long? live, long? told, string? problem)
        => live is { } now ? Metric.Exact(now)
            : told is { } then ? new Metric(then, MetricAccuracy.Approximate, "as the broker's statistics had it some seconds ago")
            : Metric.Unavailable(problem ?? "the broker does not tell");

    /// <summary>What AMQP told of a queue.</summary>
    private readonly record struct LiveCount(long? Ready, long? Consumers, bool IsMissing, BrokerException? Failure);
}
