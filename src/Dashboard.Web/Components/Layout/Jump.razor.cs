using Dashboard.Core.Access;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Topology;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Layout;

public sealed partial class Jump
{
    private bool _isOpen;
    private (string Path, string? Key) _openedAt;
    private string _text = "";
    private IReadOnlyList<JumpHit> _hits = [];
    private int _more;
    private Actor? _actor;

    [Inject]
    private ShellCommands Commands { get; set; } = default!;

    [Inject]
    private ISnapshotStore Snapshots { get; set; } = default!;

    [Inject]
    private ISavedViews Views { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private TopologyPages Topology { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    public void Dispose()
    {
        Commands.JumpAsked -= Open;
        Navigation.LocationChanged -= OnLocation;
    }

    protected override void OnInitialized()
    {
        Commands.JumpAsked += Open;
        Navigation.LocationChanged += OnLocation;
    }

    protected override async Task OnInitializedAsync() => _actor = await ShellActor.FindAsync(Services);

    private void Open() => _ = InvokeAsync(() =>
    {
        _isOpen = true;
        _openedAt = Place();
        Search("");
        StateHasChanged();
    });

    private void Close() => _isOpen = false;

    // Not where it is the same page still: the list behind writes into the query what was typed into its search a moment before.
    private void OnLocation(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        if (!_isOpen || Place() == _openedAt)
            return;
        _isOpen = false;
        StateHasChanged();
    });

    private (string Path, string? Key) Place() => (PageAddress.PathOf(Navigation), PageAddress.Of(Navigation)["key"]);

    private void Search(string? text)
    {
        _text = text ?? "";
        (_hits, _more) = JumpSearch.Run(Snapshots.All, _actor is null ? [] : Views.All(_actor), _text, Topology.Has);
    }
}
