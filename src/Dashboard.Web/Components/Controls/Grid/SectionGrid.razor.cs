using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// The list of any section of any broker, driven by the section's declaration alone. What was chosen stands in the URL; rows keep their
/// place while the pointer is on them or something is selected; only rows on the screen are written.
/// </summary>
public sealed partial class SectionGrid
{
    private SectionSnapshot? _section;
    private SectionTable? _previousTable;
    private SectionView? _view;
    private SectionView? _order;
    private GridState _state = new();
    private GridState? _lastInUrl;
    private GridMemory _memory = GridMemory.None;
    private IReadOnlyList<GridColumn> _columns = [];
    private CellWriter? _cells;
    private (ConnectionId, string, IReadOnlyList<RowMatch>) _subject;
    private string _path = "";
    private bool _isPointerInside;
    private bool _isPaused;
    private bool _hasNewer;
    private Virtualize<GridRowModel>? _virtualize;
    private ElementReference _frame;
    private ElementReference _scroll;
    private DotNetObjectReference<SectionGrid>? _self;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public string SectionId { get; set; } = "";

    /// <summary>Fixed conditions, where the list is part of another thing's page; empty for the whole section.</summary>
    [Parameter]
    public IReadOnlyList<RowMatch> Matches { get; set; } = [];

    /// <summary>What to say where the fixed conditions leave nothing.</summary>
    [Parameter]
    public string? EmptyText { get; set; }

    [Parameter]
    public string? EmptyTitle { get; set; }

    /// <summary>Actions on the selected destinations; rows can be selected where there are some.</summary>
    [Parameter]
    public RenderFragment<IReadOnlyList<DestinationRef>>? SelectionActions { get; set; }

    /// <summary>Actions on the selected rows of any list; rows can be selected where there are some.</summary>
    [Parameter]
    public RenderFragment<IReadOnlyList<RowKey>>? RowActions { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISectionQueries Queries { get; set; } = default!;

    [Inject]
    private ILookRegistry Looks { get; set; } = default!;

    [Inject]
    private IPollControl Polls { get; set; } = default!;

    [Inject]
    private IHistory History { get; set; } = default!;

    [Inject]
    private WrittenCells Written { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    private string Title => _section?.Definition.Title ?? SectionId;

    private bool CanSelect => RowActions is not null || (SelectionActions is not null && _section?.Definition.DestinationKind is not null);

    private int TableWidth => _columns.Sum(c => c.Width) + (CanSelect ? 34 : 0);

    private int NarrowWidth => _columns.Where(c => !c.IsMinor).Sum(c => c.IsLong ? Math.Min(c.Width, 140) : c.Width) + (CanSelect ? 34 : 0);

    /// <summary>On a phone: as <see cref="NarrowWidth"/>, states as wide as their icons.</summary>
    private int LeastWidth => NarrowWidth - _columns.Where(c => c.IsState).Sum(c => c.Width - 40);

    private bool HasQuestion => _state.Search.Length > 0 || _state.Filter.Length > 0;

    /// <summary>Rows keep their place now.</summary>
    private bool IsHeld => _isPointerInside || _selection.Count > 0;

    protected override void OnInitialized()
    {
        Preferences.Changed += OnPreferences;
        Navigation.LocationChanged += OnLocation;
        Views.Changed += OnViewsChanged;
    }

    protected override void OnParametersSet()
    {
        if (!_isReady)
            return;
        var subject = (Connection, SectionId, Matches);
        var isOther = subject.Connection != _subject.Item1 || subject.SectionId != _subject.Item2 || !subject.Matches.SequenceEqual(_subject.Item3 ?? []);
        if (isOther)
        {
            _subject = subject;
            _path = PageAddress.PathOf(Navigation);
            _section = null;
            _previousTable = null;
            _view = _order = null;
            _selection.Clear();
            _isPaused = _hasNewer = _isChoosingColumns = _isShowingPrefixes = false;
            _filterColumn = null;
            _lastInUrl = null;
            _cells = new CellWriter(Connection, History, Preferences, Time, Written);
        }
        else if (!_written.AreSettled)
        {
            return;
        }

        var inUrl = InUrl();
        var isOtherState = inUrl != _lastInUrl && (inUrl != _state || isOther);
        _lastInUrl = inUrl;
        if (isOtherState)
            _state = inUrl;
        if (isOther || isOtherState)
            ResolveView(isAnew: isOther);
        if (isOther)
            Take(Snapshots.Find(Connection)?.Section(SectionId));
        else if (isOtherState)
            Ask(holdOrder: IsHeld);
    }

    protected override bool OnSnapshotChanged()
    {
        var section = Snapshots.Find(Connection)?.Section(SectionId);
        if (!_isReady || section == _section)
            return false;
        if (_isPaused && section?.Problem is null && _section?.Problem is null)
        {
            var isFirst = !_hasNewer;
            _hasNewer = true;
            return isFirst;
        }

        Take(section);
        return true;
    }

    protected override async Task OnInteractiveAsync()
    {
        await RecallAsync();
        _self = DotNetObjectReference.Create(this);
        await Scripts.AttachGridAsync(_frame, _self);
    }

    protected override async ValueTask OnDisposeAsync()
    {
        Preferences.Changed -= OnPreferences;
        Navigation.LocationChanged -= OnLocation;
        Views.Changed -= OnViewsChanged;
        _looking?.Dispose();
        _self?.Dispose();
        if (_pushing is not null)
            await _pushing.CancelAsync();
        _pushing?.Dispose();
    }

    private static string Lower(string title) => title.Length > 1 && char.IsUpper(title[1]) ? title : title.ToLowerInvariant();

    private void Take(SectionSnapshot? section)
    {
        var before = _section?.Table;
        _section = section;
        _hasNewer = false;
        if (section?.Table is not { } table)
        {
            _view = _order = null;
            _isDrawn = false;
            return;
        }

        if (!ReferenceEquals(before, table))
        {
            _previousTable = before;
            Ask(holdOrder: IsHeld);
        }
    }

    /// <summary>Asks the question of the latest table; the order on the screen stays while it is held.</summary>
    private void Ask(bool holdOrder)
    {
        if (_section?.Table is not { } table)
            return;
        ResolveColumns();
        _view = RowMatch.Narrow(Queries.Run(table, new GridQuery(_state.Search, _state.Filter, SortsInForce)), Matches);
        if (!holdOrder || _order is null || _order.Query != _view.Query)
            _order = _view;
        if (_order.Rows.Length == 0)
            _isDrawn = false;
        if (_selection.Count > 0)
            _selection.KeepOnly(key => table.RowOf(key) >= 0);
        Redraw();
    }

    private void ResolveColumns()
    {
        var columns = GridColumns.Resolve(_section!.Definition, ChosenColumns, Widths, ConstantColumns());
        // The same list object tells rows that nothing about columns changed.
        if (!columns.SequenceEqual(_columns))
            _columns = columns;
    }

    // In a list that is part of another thing's page, the columns that are equal for all rows say nothing.
    private IReadOnlySet<string>? ConstantColumns() =>
        Matches.Count == 0 ? null : Matches.Select(m => m.ColumnId).ToHashSet(StringComparer.Ordinal);

    private async Task RecallAsync()
    {
        if (_section is null)
            return;
        _memory = GridMemory.Parse(await Scripts.RecallAsync(MemoryName));
        if (_memory == GridMemory.None)
            return;
        Ask(holdOrder: false);
        StateHasChanged();
    }

    private string MemoryName => GridMemory.NameFor(Snapshots.Find(Connection)?.Connection.Kind.Value ?? "", SectionId);

    // Not by query parameters of the component: it comes and goes while they are handed out, which the framework does not bear.
    private void OnLocation(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        _written.Confirm(e.Location);
        if (!_written.AreSettled || PageAddress.PathOf(Navigation) != _path || InUrl() == _lastInUrl)
            return;
        OnParametersSet();
        StateHasChanged();
    });

    private void OnPreferences() => _ = InvokeAsync(() =>
    {
        _cells = new CellWriter(Connection, History, Preferences, Time, Written);
        Redraw();
        StateHasChanged();
    });
}
