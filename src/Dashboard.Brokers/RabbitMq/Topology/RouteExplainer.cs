using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Brokers.RabbitMq.Routing;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>Walks one message through a vhost and puts what happens into words.</summary>
internal sealed class RouteExplainer(ConnectionId connection, VhostTopology vhost, RouteRequest request)
{
    /// <summary>Bindings that take nothing are shown up to this many an exchange.</summary>
    private const int MaxPassed = 30;
    private const int MaxExplainedQueues = 20;

    private readonly RoutedMessage _message = new(
        request.Address.Destination.Kind == "exchange" ? request.Address.RoutingKey : request.Address.Destination.Name,
        request.Headers is null ? null : AmqpFields.EncodeTable(request.Headers));

    public RouteTrace Explain()
    {
        var exchange = request.Address.Destination.Kind == "exchange" ? request.Address.Destination.Name : "";
        if (_message.Refusal is { } refusal)
            return new RouteTrace(Tone.Bad, refusal, [], [], []);
        if (exchange.Length == 0)
            return ThroughDefault();
        if (!vhost.Exchanges.TryGetValue(exchange, out var start))
            return new RouteTrace(Tone.Bad, $"Exchange {exchange} does not exist: the broker closes the channel of who publishes to it.", [], [], []);

        var walk = Walk(exchange, _message);
        var targets = walk.Queues.Select((q, i) => TargetOf(q, true, i)).Concat(walk.PossibleQueues.Select((q, i) => TargetOf(q, false, walk.Queues.Count + i))).ToList();
        var steps = walk.Visits.Select(StepOf).ToList();
        if (start.Facts.IsInternal)
            return new RouteTrace(Tone.Bad, $"Exchange {exchange} is internal: the broker refuses messages of clients. From another exchange they would go on as shown.", targets, steps, []);
        var (tone, summary) = Outcome(walk.Queues, [.. walk.PossibleQueues], walk.Unknown);
        return new RouteTrace(tone, summary, targets, steps, []);
    }

    private RouteWalk Walk(string exchange, RoutedMessage message)
    {
        var walk = new RouteWalk(message, exchange);
        while (walk.TryNext(out var name))
            walk.Visit(vhost.Exchanges.GetValueOrDefault(name)?.Facts, vhost.BindingsFrom(name).Select(b => b.Facts));

        return walk;
    }

    private RouteTrace ThroughDefault()
    {
        var found = _message.Keys.Where(vhost.Queues.ContainsKey).ToList();
        var branches = _message.Keys.Select(key => vhost.Queues.ContainsKey(key)
            ? new RouteBranch(RouteOutcome.Taken, $"queue {key}", $"the key is its name{_message.OriginOf(key)}", null)
            : new RouteBranch(RouteOutcome.Passed, $"queue {key}", "there is no queue of this name", null)).ToList();
        var step = new RouteStep(NodeIds.OfExchange(vhost.Name, ""), "default exchange", "Routes to the queue whose name is the routing key.", true, branches);
        var (tone, summary) = Outcome(found, [], null);
        return new RouteTrace(tone, summary, [.. found.Select((q, i) => TargetOf(q, true, i))], [step], []);
    }

    private static (Tone Tone, string Summary) Outcome(IReadOnlyList<string> queues, IReadOnlyList<string> possible, string? unknown)
    {
        var reached = queues.Count == 1 ? $"reaches queue {queues[0]}" : $"reaches {queues.Count:N0} queues, and each gets a copy";
        return (queues.Count, unknown) switch
        {
            (0, null) => (Tone.Bad, "It reaches no queue: the broker returns it where it is mandatory, and drops it where it is not."),
            (0, _) => (Tone.Unknown, $"Whether it reaches a queue is not known: {unknown}. {(possible.Count == 0 ? "None is bound there." : $"It may be {possible.Count:N0}.")}"),
            (_, null) => (Tone.Good, $"It {reached}."),
            _ => (Tone.Unknown, $"It certainly {reached}. Further ways are not known: {unknown}."),
        };
    }

    private RouteStep StepOf(RouteVisit visit)
    {
        var from = NodeIds.OfExchange(vhost.Name, visit.Name);
        var branches = visit.Ways.Select(w => BranchOf(from, w.Binding, w.Answer)).ToList();
        if (visit.Facts?.Alternate is { } alternate)
            branches.Add(AlternateOf(from, alternate, visit.TakesAlternate));
        var passed = branches.Where(b => b.Outcome == RouteOutcome.Passed).ToList();
        return new RouteStep(
            from,
            visit.Facts is null ? $"exchange {visit.Name}" : visit.Name.Length == 0 ? "default exchange" : $"{visit.Facts.Type} exchange {visit.Name}",
            HowItDecides(visit.Facts),
            visit.IsCertain,
            [.. branches.Where(b => b.Outcome != RouteOutcome.Passed).OrderBy(b => b.Outcome), .. passed.Take(MaxPassed)])
        {
            MorePassed = Math.Max(0, passed.Count - MaxPassed),
        };
    }

    private string HowItDecides(ExchangeFacts? facts)
    {
        var keys = _message.Keys.Count == 1 ? $"the key '{_message.RoutingKey}'" : $"the keys {string.Join(", ", _message.Keys.Select(k => $"'{k}'"))}";
        return facts?.Type switch
        {
            _ when facts is { Name.Length: 0 } => "As an alternate exchange the default exchange routes nothing: the message is dropped.",
            null => "It does not exist: what is sent there is dropped.",
            "direct" => $"Compares {keys} with each binding's key.",
            "topic" => $"Compares {keys} with each binding's pattern, word by word.",
            "fanout" => "Gives a copy to every binding; the key does not matter.",
            "headers" => "Compares headers with each binding's arguments; the key does not matter.",
            var type => $"Type {type} is a plugin's own: which of its bindings take the message is not known.",
        };
    }

    private RouteBranch BranchOf(string from, BindingFacts binding, BindingAnswer answer)
    {
        var to = binding.IsToQueue ? NodeIds.OfQueue(vhost.Name, binding.Destination) : NodeIds.OfExchange(vhost.Name, binding.Destination);
        var outcome = answer.Takes switch { true => RouteOutcome.Taken, false => RouteOutcome.Passed, null => RouteOutcome.Unknown };
        return new RouteBranch(outcome, binding.Target, answer.Reason, TopologyEdge.IdOf(from, to, binding.IsToQueue ? TopologyEdgeKind.Binding : TopologyEdgeKind.Forward));
    }

    private RouteBranch AlternateOf(string from, string alternate, bool? isTaken)
    {
        var edge = TopologyEdge.IdOf(from, NodeIds.OfExchange(vhost.Name, alternate), TopologyEdgeKind.Alternate);
        return isTaken switch
        {
            true => new RouteBranch(RouteOutcome.Taken, $"alternate exchange {alternate}", "no binding takes it", edge),
            null => new RouteBranch(RouteOutcome.Unknown, $"alternate exchange {alternate}", "only if no binding takes it, which is not known", edge),
            _ => new RouteBranch(RouteOutcome.Passed, $"alternate exchange {alternate}", "a binding takes it", edge),
        };
    }

    private RouteTarget TargetOf(string name, bool isCertain, int place)
    {
        var notes = place < MaxExplainedQueues && vhost.Queues.TryGetValue(name, out var queue)
            ? TargetConsequences.Of(queue.Facts, DeadLettersOf(queue)).ToList()
            : [];
        return new RouteTarget(
            NodeIds.OfQueue(vhost.Name, name), NodeIds.QueueSection, RowKey.Of(vhost.Name, name), new DestinationRef(connection, "queue", vhost.Name, name), isCertain, notes);
    }

    /// <summary>Queues that its dead letters reach; null where there are none or it is not known.</summary>
    private IReadOnlyList<string>? DeadLettersOf(QueueRow queue)
    {
        if (queue.Facts.DeadLetterExchange is not { } exchange)
            return null;
        var message = queue.DeadLetterRoutingKey is { } key ? new RoutedMessage(key, _message.Headers) : _message;
        if (exchange.Length == 0)
            return [.. message.Keys.Where(vhost.Queues.ContainsKey)];
        var walk = Walk(exchange, message);
        return walk.Unknown is null ? walk.Queues : null;
    }
}
