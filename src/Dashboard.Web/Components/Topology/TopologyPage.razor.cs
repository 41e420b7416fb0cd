using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Topology;

/// <summary>The graph of one scope of a connection, what is chosen in it, and the route of a message through it. The address holds all of it.</summary>
public sealed partial class TopologyPage
{
    private const int MaxDepth = 3;
    private const int FirstDepth = 2;

    private ConnectionId _connection;
    private ConnectionSnapshot? _snapshot;
    private ITopologyReader? _reader;
    private IRouteTracer? _tracer;
    private IReadOnlyList<TopologyScope> _scopes = [];
    private IReadOnlyList<SectionSnapshot> _problems = [];
    private IReadOnlyList<DestinationRef> _entrances = [];
    private TopologyGraph? _graph;
    private TopologyView? _view;
    private RouteTrace? _trace;
    private TraceDraft _draft = new();
    private string _scope = "";
    private string? _selected;
    private string? _chosenFocus;
    private int _depth = FirstDepth;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "scope")]
    public string? Scope { get; set; }

    /// <summary>Id of the node in the middle; null for the whole graph.</summary>
    [SupplyParameterFromQuery(Name = "focus")]
    public string? Focus { get; set; }

    [SupplyParameterFromQuery(Name = "depth")]
    public int? Depth { get; set; }

    /// <summary>The entrance of the traced message.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "key")]
    public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "headers")]
    public string? Headers { get; set; }

    protected override ConnectionId? FollowedConnection => new(Id);

    [Inject]
    private IConnectionRegistry Connections { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string FocusName => Focus is { } focus && focus.IndexOf(':', StringComparison.Ordinal) is > 0 and var at
        ? Names.OfKey(_snapshot?.Section(focus[..at])?.Definition, new RowKey(focus[(at + 1)..]))
        : Focus ?? "";

    protected override void OnParametersSet()
    {
        // On the way to another page the query goes first: what is shown stays until the page goes.
        if (PageAddress.Of(Navigation).Section != TopologyPages.Path)
            return;
        _connection = new ConnectionId(Id);
        _reader = Connections.Find(_connection)?.Find<ITopologyReader>();
        _tracer = Connections.Find(_connection)?.Find<IRouteTracer>();
        _depth = Math.Clamp(Depth ?? FirstDepth, 1, MaxDepth);
        // The form's own typing comes back through the address: the draft in the form stays the one that is typed into.
        if (To != _draft.To || (Key ?? "") != _draft.Key || Headers != _draft.HeadersToText())
            _draft = TraceDraft.Of(To, Key, Headers);
        Read();
    }

    protected override bool OnSnapshotChanged()
    {
        var (graph, problems) = (_graph, _problems);
        Read();
        return graph != _graph || !problems.SequenceEqual(_problems);
    }

    private void Read()
    {
        _snapshot = Snapshots.Find(_connection);
        if (_snapshot is null || _reader is null)
            return;
        var sections = _reader.SectionIds.Select(_snapshot.Section).OfType<SectionSnapshot>().ToList();
        _problems = OfDistinctCause(sections);
        _scopes = _reader.Scopes(_snapshot);
        _scope = Scope ?? _scopes.MaxBy(s => s.NodeCount)?.Name ?? "";
        // Half of the lists would show half a graph as if it were all.
        _graph = sections.Where(s => s.Problem is null).Any(s => s.Table is null) || sections.TrueForAll(s => s.Table is null) ? null : _reader.Read(_snapshot, _scope);
        _entrances = _tracer?.Entrances(_snapshot, _scope) ?? [];
        _trace = _graph is not null && _tracer is not null && _draft.ToRequest(_entrances) is { } request ? _tracer.Trace(_snapshot, request) : null;
        if (_graph is { Nodes.Count: > 0 })
            _view = ViewOf(_graph);
    }

    private TopologyView ViewOf(TopologyGraph graph)
    {
        // A focus that was chosen for the operator stays where it is, whichever queue becomes the fullest meanwhile.
        var focus = graph.Find(Focus ?? "") is not null ? Focus : graph.Find(_chosenFocus ?? "") is not null ? _chosenFocus : null;
        var view = TopologyView.Of(graph, focus, _depth, [.. _trace?.NodeIds.Where(id => graph.Find(id) is not null).Take(TopologyView.MaxNodes / 2) ?? []]);
        _chosenFocus = view.IsChosenForYou || focus == _chosenFocus ? view.Focus?.Id : null;
        return focus is not null && focus != Focus ? view with { IsChosenForYou = true } : view;
    }

    // Sources that fail for one reason (the broker is away) are one banner.
    private static List<SectionSnapshot> OfDistinctCause(IEnumerable<SectionSnapshot> sections)
        => [.. sections.Where(s => s.Problem is not null).DistinctBy(s => (s.Problem!.Message, s.Table is null))];

    private void Pick(string? id) => _selected = id;

    private Task FindAsync(TopologyNode node)
    {
        _selected = node.Id;
        return _view?.Shown.Find(node.Id) is null ? GoAsync(focus: node.Id) : Task.CompletedTask;
    }

    private Task TraceFromAsync(TopologyNode node)
    {
        _draft.To = node.Destination.Name;
        return TraceAsync();
    }

    private Task TraceAsync()
    {
        var focus = _view is { IsChosenForYou: false, Focus: { } shown } ? shown.Id : null;
        Navigation.NavigateTo(TopologyPages.Link(_connection, _scope, focus, _draft, Depth), new NavigationOptions { ReplaceHistoryEntry = true });
        return Task.CompletedTask;
    }

    /// <summary>Goes to another view of the page; what is null stays, an empty focus is none. Another scope begins anew.</summary>
    private Task GoAsync(string? scope = null, string? focus = null, int? depth = null)
    {
        if (scope is not null)
        {
            (_selected, _chosenFocus) = (null, null);
            Navigation.NavigateTo(TopologyPages.Link(_connection, scope));
            return Task.CompletedTask;
        }

        if (focus is { Length: > 0 })
            _selected = focus;
        var next = focus ?? _view?.Focus?.Id;
        Navigation.NavigateTo(TopologyPages.Link(_connection, _scope, next is { Length: > 0 } ? next : null, _draft, depth ?? Depth));
        return Task.CompletedTask;
    }
}
