using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Views;

/// <summary>All saved views that somebody sees, with what may be done to them.</summary>
public sealed partial class ViewsPage
{
    private Actor? _actor;
    private IReadOnlyList<SavedView> _views = [];
    private ViewDialogs? _dialogs;

    protected override bool FollowsSnapshots => false;

    [Inject]
    private ISavedViews Views { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private ViewActions Actions { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Views.Changed += OnViewsChanged;
        _actor = await ShellActor.FindAsync(Services);
        Read();
    }

    protected override ValueTask OnDisposeAsync()
    {
        Views.Changed -= OnViewsChanged;
        return ValueTask.CompletedTask;
    }

    private void Read() => _views = _actor is null ? [] : Views.All(_actor);

    private void OnViewsChanged() => _ = InvokeAsync(() =>
    {
        Read();
        StateHasChanged();
    });

    private SectionDefinition? SectionOf(SavedView view) => Snapshots.All
        .Where(snapshot => snapshot.Connection.Kind == view.Kind)
        .Select(snapshot => snapshot.Section(view.SectionId)?.Definition)
        .FirstOrDefault(definition => definition is not null);

    private string SectionTitle(SavedView view) => SectionOf(view)?.Title ?? view.SectionId;

    private IEnumerable<Core.Model.ConnectionInfo> PlacesOf(SavedView view) => Snapshots.All
        .Where(snapshot => snapshot.Connection.Kind == view.Kind && snapshot.Section(view.SectionId) is not null)
        .Select(snapshot => snapshot.Connection);
}
