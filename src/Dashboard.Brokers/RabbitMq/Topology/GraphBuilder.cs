using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using static Dashboard.Brokers.RabbitMq.Topology.NodeIds;

namespace Dashboard.Brokers.RabbitMq.Topology;

/// <summary>
/// Draws a vhost as a graph. The default exchange, which every queue is bound to, is left out: a queue that dead-letters through it to
/// another has an edge of its own to that one.
/// </summary>
internal sealed class GraphBuilder(ConnectionId connection, VhostTopology vhost)
{
    private readonly Dictionary<string, TopologyNode> _nodes = [];
    private readonly Dictionary<(string From, string To, TopologyEdgeKind Kind), List<TopologyLink>> _edges = [];

    public TopologyGraph Build()
    {
        foreach (var exchange in vhost.Exchanges.Values.Where(e => e.Facts.Name.Length > 0))
            Add(NodeOf(exchange));
        foreach (var queue in vhost.Queues.Values)
            Add(NodeOf(queue));
        foreach (var exchange in vhost.Exchanges.Values.Where(e => e.Facts is { Name.Length: > 0, Alternate: not null }))
            Connect(ExchangeNode(exchange.Facts.Name), ExchangeNode(exchange.Facts.Alternate!), TopologyEdgeKind.Alternate, new TopologyLink("no match"));
        foreach (var binding in vhost.Bindings.Where(b => b.Key.Length > 0).SelectMany(b => b.Value.Select(v => (Source: b.Key, Binding: v))))
            ConnectBinding(binding.Source, binding.Binding);
        foreach (var queue in vhost.Queues.Values.Where(q => q.Facts.DeadLetterExchange is not null))
            ConnectDeadLetters(queue);
        ForgetPartialRates();

        // The broker's own exchanges that nothing uses are in every vhost and say nothing.
        var used = _edges.Keys.SelectMany(e => new[] { e.From, e.To }).ToHashSet();
        return new TopologyGraph(
            vhost.Name,
            [.. _nodes.Values.Where(n => used.Contains(n.Id) || !(n.SectionId == ExchangeSection && n.Name.StartsWith("amq.", StringComparison.Ordinal)))],
            [.. _edges.Select(e => new TopologyEdge(e.Key.From, e.Key.To, e.Key.Kind, e.Value) { AtMostRate = RateOf(e.Key.From, e.Key.To, e.Key.Kind) })]);
    }

    private static TopologyFigures FiguresOf(QueueRow queue)
    {
        var facts = queue.Facts;
        var (tone, reason) = queue switch
        {
            { StateTone: Tone.Bad or Tone.Warning } => (queue.StateTone, $"state '{facts.State}'"),
            { Total: > 0, Facts: { Consumers: 0, IsStream: false } } => (Tone.Warning, "messages wait and nobody consumes"),
            { Facts: { IsStream: false, MaxLength: { } most, Ready: { } ready } } when ready >= most => (Tone.Warning, $"full: at most {Figures.PluralExact(most, "message")}"),
            { Total: null } => (Tone.Unknown, "its figures are not known"),
            _ => (Tone.Neutral, null),
        };
        return new TopologyFigures(queue.Total, queue.PublishRate, queue.DeliverRate, facts.Consumers, tone, reason);
    }

    private TopologyNode NodeOf(ExchangeRow exchange) => new(ExchangeSection, KeyOf(exchange.Facts.Name), "exchange", exchange.Facts.Name)
    {
        Badges = exchange.Facts.IsInternal ? [exchange.Type, "internal"] : [exchange.Type],
        Destination = new DestinationRef(connection, "exchange", vhost.Name, exchange.Facts.Name),
        Figures = new TopologyFigures(null, exchange.InRate, exchange.OutRate, null, Tone.Neutral, null),
    };

    private TopologyNode NodeOf(QueueRow queue) => new(QueueSection, KeyOf(queue.Facts.Name), queue.Facts.IsStream ? "stream" : "queue", queue.Facts.Name)
    {
        Badges = queue.Type is { } type and not "stream" ? [type] : [],
        Destination = new DestinationRef(connection, "queue", vhost.Name, queue.Facts.Name),
        Figures = FiguresOf(queue),
    };

    private TopologyNode Missing(string sectionId, string kind, string name) => new(sectionId, KeyOf(name), kind, name)
    {
        IsMissing = true,
        Destination = new DestinationRef(connection, kind, vhost.Name, name),
        Figures = new TopologyFigures(null, null, null, null, Tone.Bad, "does not exist, as far as is known: what is sent there is dropped"),
    };

    private void ConnectBinding(string source, BoundRow binding)
    {
        var facts = binding.Facts;
        var type = vhost.Exchanges.GetValueOrDefault(source)?.Facts.Type;
        var label = type switch
        {
            "headers" => binding.Arguments ?? "",
            "fanout" => "",
            _ => facts.RoutingKey,
        };
        Connect(
            ExchangeNode(source),
            facts.IsToQueue ? QueueNode(facts.Destination) : ExchangeNode(facts.Destination),
            facts.IsToQueue ? TopologyEdgeKind.Binding : TopologyEdgeKind.Forward,
            new TopologyLink(label, binding.Key, BindingSection));
    }

    private void ConnectDeadLetters(QueueRow queue)
    {
        var (exchange, key) = (queue.Facts.DeadLetterExchange!, queue.DeadLetterRoutingKey);
        if (exchange.Length > 0)
            Connect(QueueNode(queue.Facts.Name), ExchangeNode(exchange), TopologyEdgeKind.DeadLetter, new TopologyLink(key is null ? "" : $"as {key}"));
        else if (key is not null)
            Connect(QueueNode(queue.Facts.Name), QueueNode(key), TopologyEdgeKind.DeadLetter, new TopologyLink("default exchange"));
    }

    private TopologyNode ExchangeNode(string name) => _nodes.GetValueOrDefault(OfExchange(vhost.Name, name)) ?? Add(Missing(ExchangeSection, "exchange", name));

    private TopologyNode QueueNode(string name) => _nodes.GetValueOrDefault(OfQueue(vhost.Name, name)) ?? Add(Missing(QueueSection, "queue", name));

    private TopologyNode Add(TopologyNode node) => _nodes[node.Id] = node;

    private void Connect(TopologyNode from, TopologyNode to, TopologyEdgeKind kind, TopologyLink link)
    {
        if (!_edges.TryGetValue((from.Id, to.Id, kind), out var links))
            _edges[(from.Id, to.Id, kind)] = links = [];
        links.Add(link);
    }

    // The broker counts no binding's messages: no more can pass than clients publish at its beginning, where nothing else feeds that, and
    // arrive at the queue at its end.
    private double? RateOf(string from, string to, TopologyEdgeKind kind)
    {
        var sent = kind == TopologyEdgeKind.DeadLetter ? null : _nodes[from].Figures.InRate;
        var arrived = _nodes[to].SectionId == QueueSection ? _nodes[to].Figures.InRate : null;
        return sent is null ? arrived : arrived is null ? sent : Math.Min(sent.Value, arrived.Value);
    }

    // Statistics of exchanges hold what clients publish to them, and neither what other exchanges hand on nor dead letters.
    private void ForgetPartialRates()
    {
        foreach (var id in _edges.Keys.Select(e => e.To).ToHashSet())
        {
            if (_nodes[id] is { SectionId: ExchangeSection, IsMissing: false } fed)
                _nodes[id] = fed with { Figures = new TopologyFigures(null, null, null, null, Tone.Info, "Its rates are not known: the broker counts what clients publish to an exchange, not what other exchanges and dead letters bring.") };
        }
    }

    private RowKey KeyOf(string name) => RowKey.Of(vhost.Name, name);
}
