using Dashboard.Core.Topology;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Topology;

/// <summary>
/// The drawn graph. The browser gets it once and then what changed: figures alone move nothing, and nodes that come or go leave the others
/// where they are. Only another view (another focus) is laid out anew.
/// </summary>
public sealed partial class TopologyCanvas
{
    private readonly string _id = $"topology-{Guid.NewGuid():N}";
    private readonly SemaphoreSlim _sending = new(1);
    private ElementReference _host;
    private IJSObjectReference? _script;
    private DotNetObjectReference<TopologyCanvas>? _self;
    private CanvasData? _sent;
    private string? _sentView;
    private string? _sentPath;
    private string? _sentSelection;

    [Parameter, EditorRequired]
    public TopologyView View { get; set; } = default!;

    /// <summary>Names the choice that led to this view: another one is laid out anew.</summary>
    [Parameter, EditorRequired]
    public string ViewId { get; set; } = "";

    /// <summary>The route to highlight; null for none.</summary>
    [Parameter]
    public RouteTrace? Path { get; set; }

    /// <summary>Id of the chosen node or edge; it is centred when it changes.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A node or edge was clicked; null beside them.</summary>
    [Parameter]
    public EventCallback<string?> OnPick { get; set; }

    /// <summary>A node was double-clicked.</summary>
    [Parameter]
    public EventCallback<string> OnFocus { get; set; }

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    protected override bool FollowsSnapshots => false;

    private string Summary => $"Graph of {Figures.Plural(View.Shown.Nodes.Count, "node")} and {Figures.Plural(View.Shown.Edges.Count, "way")}";

    [JSInvokable]
    public Task PickAsync(string? id)
    {
        // It was clicked where it stands: centring it would take it from under the pointer.
        _sentSelection = id;
        return OnPick.InvokeAsync(id);
    }

    [JSInvokable]
    public Task FocusAsync(string id) => OnFocus.InvokeAsync(id);

    protected override async Task OnInteractiveAsync()
    {
        _script = await Scripts.ImportAsync("./js/topology.js");
        _self = DotNetObjectReference.Create(this);
        await SendAsync();
    }

    protected override void OnParametersSet()
    {
        if (_script is not null)
            _ = ScriptCalls.QuietlyAsync(SendAsync);
    }

    protected override async ValueTask OnDisposeAsync()
    {
        _self?.Dispose();
        if (_script is null)
            return;
        await _script.InvokeVoidAsync("destroy", CancellationToken.None, _id);
        await _script.DisposeAsync();
    }

    private async Task SendAsync()
    {
        // One at a time and in order: the browser answers after it has laid out.
        await _sending.WaitAsync(Disposed);
        try
        {
            await SendGraphAsync();
            await SendPathAsync();
            if (_sentSelection != Selected)
            {
                _sentSelection = Selected;
                await _script!.InvokeVoidAsync("select", Disposed, _id, Selected, true);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task SendGraphAsync()
    {
        var (data, before, view) = (new CanvasData(View), _sent, ViewId);
        var isOtherView = view != _sentView;
        (_sent, _sentView) = (data, view);
        if (before is null)
            await _script!.InvokeVoidAsync("create", Disposed, _id, _host, _self, Setup(), data.Elements);
        else if (isOtherView || !data.HasShapeOf(before))
            await _script!.InvokeVoidAsync("replace", Disposed, _id, data.Elements, isOtherView);
        else if (data.ChangesFrom(before) is { Count: > 0 } changes)
            await _script!.InvokeVoidAsync("update", Disposed, _id, changes);
    }

    private async Task SendPathAsync()
    {
        string[] nodes = [.. Path?.NodeIds ?? []];
        string[] edges = [.. Path?.EdgeIds ?? []];
        var path = string.Join('\n', nodes.Concat(edges));
        if (path == (_sentPath ?? ""))
            return;
        _sentPath = path;
        await _script!.InvokeVoidAsync("highlight", Disposed, _id, nodes, edges);
    }

    private object Setup() => new
    {
        library = Assets["lib/cytoscape.min.js"],
        dagre = Assets["lib/cytoscape-dagre.min.js"],
        worker = Assets["js/topology-layout.js"],
    };

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        Task? done = key.Key switch
        {
            "+" or "=" => CallAsync("zoom", 1.3),
            "-" => CallAsync("zoom", 1 / 1.3),
            "0" => CallAsync("fit"),
            "ArrowLeft" => CallAsync("pan", 60, 0),
            "ArrowRight" => CallAsync("pan", -60, 0),
            "ArrowUp" => CallAsync("pan", 0, 60),
            "ArrowDown" => CallAsync("pan", 0, -60),
            _ => null,
        };
        if (done is not null)
            await done;
    }

    private Task CallAsync(string function, params object[] arguments)
        => _script is null ? Task.CompletedTask : ScriptCalls.QuietlyAsync(() => _script.InvokeVoidAsync(function, Disposed, [_id, .. arguments]).AsTask());
}
