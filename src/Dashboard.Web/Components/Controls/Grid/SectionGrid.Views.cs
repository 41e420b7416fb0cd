using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Layout;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls.Grid;

// Saved views: which one is chosen, and what was changed since.
public sealed partial class SectionGrid
{
    private Actor? _actor;
    private bool _isReady;
    private SavedView? _saved;
    private IReadOnlyDictionary<string, int> _savedWidths = GridMemory.None.Widths;

    [Inject]
    private ISavedViews Views { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    private BrokerKind Kind => Snapshots.Find(Connection)?.Connection.Kind ?? default;

    /// <summary>A list that is part of another thing's page has no views: they would be of the whole list.</summary>
    private bool HasViews => _actor is not null && Matches.Count == 0;

    /// <summary>Ids of the shown columns; null for the section's own.</summary>
    private string? ChosenColumns => _state.Columns ?? (_saved is null ? _memory.Columns : null);

    private IReadOnlyDictionary<string, int> Widths => _saved is null ? _memory.Widths : _savedWidths;

    private bool IsSavedViewMissing => HasViews && _saved is null && _state.View is not (null or GridState.NoView);

    /// <summary>The list as it stands, as a view would keep it.</summary>
    private ViewContent Content => new(_state.Search, _state.Filter, _state.Sorts, ChosenColumns, GridWidths.Write(Widths));

    protected override async Task OnInitializedAsync()
    {
        _actor = await ShellActor.FindAsync(Services);
        _isReady = true;
    }

    // A default view stands in the address as soon as the page is alive, so that a colleague who gets the link sees the same.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (HasViews && _state.View is not null && PageAddress.Of(Navigation)["view"] is null && PageAddress.PathOf(Navigation) == _path)
            PushToUrl();
    }

    private GridState InUrl() => GridState.Of(PageAddress.Of(Navigation), HasViews ? ViewFor : null, DefaultFilter);

    // A list that is part of another thing's page shows all that belongs to it.
    private string DefaultFilter => Matches.Count > 0 ? "" : Snapshots.Find(Connection)?.Section(SectionId)?.Definition.DefaultFilter ?? "";

    private SavedView? ViewFor(string? id)
    {
        var view = id is null ? Views.DefaultOf(_actor!, Kind, SectionId) : Views.Find(_actor!, id);
        return view?.IsOf(Kind, SectionId) == true ? view : null;
    }

    /// <summary>Takes the view that the state names; its widths where it is another one than before.</summary>
    private void ResolveView(bool isAnew)
    {
        var before = _saved;
        _saved = HasViews && _state.View is { } id ? ViewFor(id) : null;
        if (_saved is null)
            _savedWidths = GridMemory.None.Widths;
        else if (isAnew || before?.Id != _saved.Id)
            _savedWidths = GridWidths.Read(_saved.Content.Widths);
    }

    /// <summary>Takes a view from the menu: also the widths, which do not stand in the address.</summary>
    private void ChooseView(SavedView? view)
    {
        if (view is not null)
        {
            _savedWidths = GridWidths.Read(view.Content.Widths);
            Change(_state.With(view));
            Ask(holdOrder: false);
            return;
        }

        var hasDefault = Views.DefaultOf(_actor!, Kind, SectionId) is not null;
        Change(new GridState(Filter: DefaultFilter, Row: _state.Row, View: hasDefault ? GridState.NoView : null));
    }

    private void OnViewsChanged() => _ = InvokeAsync(() =>
    {
        ResolveView(isAnew: false);
        Ask(holdOrder: true);
        // What somebody else has made of the view does not change this page: from now on the address says all that stands here.
        if (_self is not null && _saved is not null)
            PushToUrl();
        StateHasChanged();
    });
}
