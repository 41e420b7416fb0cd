using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls.Grid;

// What an operator does to a list: sort, search, filter, columns, selection, export.
public sealed partial class SectionGrid
{
    private readonly GridSelection _selection = new();
    private readonly WrittenAddresses _written = new();
    private ColumnDefinition? _filterColumn;
    private bool _isChoosingColumns;
    private bool _isShowingPrefixes;
    private CancellationTokenSource? _pushing;

    private string SortsInForce => _state.Sorts ?? DefaultSorts;

    private string DefaultSorts => _section?.Definition is { DefaultSort: { } sort } definition
        ? new SortKey(sort, definition.IsDefaultSortDescending).ToString()
        : "";

    private int SortCount => new GridQuery(Sorts: SortsInForce).SortKeys.Count;

    private bool IsAllSelected => _order is { Rows.Length: > 0 } && _selection.Count >= _order.Rows.Length;

    private string QuestionInWords => string.Join(
        "\n",
        new[] { _state.Search.Length > 0 ? $"Search: {_state.Search}" : null, _state.Filter.Length > 0 ? $"Filter: {_state.Filter}" : null }.Where(w => w is not null));

    private IReadOnlyList<DestinationRef> SelectedDestinations => _section?.Table is not { } table
        ? []
        : [.. _selection.Keys.Select(table.RowOf).Where(row => row >= 0).Order().Select(row => table.DestinationAt(Connection, row)).OfType<DestinationRef>()];

    /// <summary>Called by the script when a column's edge was dragged.</summary>
    [JSInvokable]
    public async Task ColumnResizedAsync(string columnId, int width)
    {
        if (_saved is null)
            await RememberAsync(_memory.WithWidth(columnId, width));
        else
            _savedWidths = GridWidths.With(_savedWidths, columnId, width);
        Ask(holdOrder: true);
        StateHasChanged();
    }

    /// <summary>Called by the script when a column's head was dropped before another one.</summary>
    [JSInvokable]
    public Task ColumnMovedAsync(string columnId, string beforeId)
    {
        var ids = _columns.Select(c => c.Id).ToList();
        if (!ids.Remove(columnId))
            return Task.CompletedTask;
        var at = ids.IndexOf(beforeId);
        ids.Insert(at <= 0 ? Math.Min(1, ids.Count) : at, columnId);
        return SetColumns(ids);
    }

    private static string? AriaSort((int Place, bool IsDescending) sort) => sort.Place == 0 ? null : sort.IsDescending ? "descending" : "ascending";

    private static string HeadTitle(GridColumn column) => column.Definition.Help.Length == 0
        ? $"{column.Definition.Title}. Click sorts; with Shift as a further key."
        : $"{column.Definition.Help}\nClick sorts; with Shift as a further key.";

    private static string? HeadClass(GridColumn column) => column.IsName ? "cell-name" : column.IsFigure ? "cell-figure" : column.IsMinor ? "cell-minor" : column.IsState ? "cell-state" : null;

    private (int Place, bool IsDescending) SortOf(string columnId)
    {
        var keys = new GridQuery(Sorts: SortsInForce).SortKeys;
        for (var i = 0; i < keys.Count; i++)
        {
            if (keys[i].ColumnId == columnId)
                return (i + 1, keys[i].IsDescending);
        }

        return (0, false);
    }

    // Figures first show the greatest, names begin with A; the second click turns it round, the third takes it away.
    private void Sort(GridColumn column, bool isFurther)
    {
        var keys = new GridQuery(Sorts: SortsInForce).SortKeys.ToList();
        var at = keys.FindIndex(k => k.ColumnId == column.Id);
        var isFirstDescending = column.IsFigure || column.Definition.Type is ColumnType.Timestamp or ColumnType.Flag;
        SortKey? next = at < 0
            ? new SortKey(column.Id, isFirstDescending)
            : keys[at].IsDescending == isFirstDescending ? new SortKey(column.Id, !isFirstDescending) : null;
        if (!isFurther)
            keys = next is { } only ? [only] : [];
        else if (at < 0)
            keys.Add(next!.Value);
        else if (next is { } turned)
            keys[at] = turned;
        else
            keys.RemoveAt(at);
        var sorts = string.Join(',', keys);
        Change(_state with { Sorts = sorts == DefaultSorts ? null : sorts });
    }

    private void Search(string text) => Change(_state with { Search = text }, isTyping: true);

    private void SetFilter(string text) => Change(_state with { Filter = text.Trim() });

    private void ClearQuestion() => Change(_state with { Search = "", Filter = "" });

    private void OpenColumnFilter(GridColumn column) =>
        _filterColumn = _filterColumn == column.Definition ? null : column.Definition;

    private void CloseColumnFilter() => _filterColumn = null;

    private void ApplyColumnFilter(string? condition)
    {
        if (_filterColumn is not null)
            SetFilter(FilterText.With(_state.Filter, _filterColumn.Id, condition));
    }

    private void TogglePrefixes() => _isShowingPrefixes = !_isShowingPrefixes;

    private void NarrowTo(string prefix) => SetFilter(NamePrefixes.Narrow(_section!.Definition, _state.Filter, prefix));

    private void ToggleColumns() => _isChoosingColumns = !_isChoosingColumns;

    private async Task SetColumns(IReadOnlyList<string> ids)
    {
        var joined = string.Join(',', ids.Where(id => id != _section!.Definition.NameColumn));
        var defaults = string.Join(',', GridColumns.DefaultIds(_section!.Definition, ConstantColumns()).Where(id => id != _section.Definition.NameColumn));
        var chosen = joined == defaults ? null : joined;
        if (_saved is null)
            await RememberAsync(_memory with { Columns = chosen });
        Change(_state with { Columns = chosen });
        StateHasChanged();
    }

    private async Task ResetColumns()
    {
        if (_saved is null)
            await RememberAsync(GridMemory.None);
        _savedWidths = GridMemory.None.Widths;
        Change(_state with { Columns = null });
        Ask(holdOrder: true);
    }

    private async Task RememberAsync(GridMemory memory)
    {
        _memory = memory;
        await ScriptCalls.QuietlyAsync(() => Scripts.RememberAsync(MemoryName, memory == GridMemory.None ? null : memory.Write()).AsTask());
    }

    private void TogglePause()
    {
        _isPaused = !_isPaused;
        if (!_isPaused)
            Take(Snapshots.Find(Connection)?.Section(SectionId));
    }

    private void RefreshNow() => Polls.RefreshNow(Connection);

    private void LookInto(RowKey key) => Change(_state with { Row = _state.Row == key.Value ? null : key.Value });

    private void SelectRow((RowKey Key, bool IsRange) choice)
    {
        if (choice.IsRange)
            _selection.SelectTo(choice.Key, _order!.Rows.Length, KeyAt);
        else
            _selection.Toggle(choice.Key);
        AfterSelecting();
    }

    private void ToggleAll()
    {
        if (IsAllSelected)
            _selection.Clear();
        else
            SelectAllKeys();
        AfterSelecting();
    }

    private void SelectAll()
    {
        SelectAllKeys();
        AfterSelecting();
    }

    private void SelectAllKeys() => _selection.SelectAll(Enumerable.Range(0, _order!.Rows.Length).Select(KeyAt));

    private void ClearSelection()
    {
        _selection.Clear();
        AfterSelecting();
    }

    private void AfterSelecting()
    {
        Redraw();
        LetGo();
    }

    private async Task ExportAsync(string format)
    {
        if (_order is null || _view is null)
            return;
        // What is on the screen in its order, unless rows were lost meanwhile: then the latest.
        using var file = new MemoryStream();
        var isJson = format == "json";
        if (isJson)
            await GridExport.WriteJsonAsync(_view, _columns, file, Disposed);
        else
            await GridExport.WriteCsvAsync(_view, _columns, file, Disposed);
        file.Position = 0;
        var name = $"{Connection.Value}-{SectionId}-{Time.GetUtcNow():yyyyMMdd-HHmmss}.{format}";
        await ScriptCalls.QuietlyAsync(() => Scripts.DownloadAsync(name, isJson ? "application/json" : "text/csv", file).AsTask());
    }

    /// <summary>Takes the new state at once, and puts it into the URL: at once, or when typing rests.</summary>
    private void Change(GridState state, bool isTyping = false)
    {
        if (state == _state)
            return;
        var isQuestion = (state with { Row = _state.Row }) != _state;
        _state = state;
        ResolveView(isAnew: false);
        if (isQuestion)
            Ask(holdOrder: false);
        else
            Redraw();
        _pushing?.Cancel();
        _pushing?.Dispose();
        _pushing = null;
        if (!isTyping)
        {
            PushToUrl();
            return;
        }

        _pushing = CancellationTokenSource.CreateLinkedTokenSource(Disposed);
        _ = PushLaterAsync(_pushing.Token);
    }

    private async Task PushLaterAsync(CancellationToken token)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(400), Time, token);
            await InvokeAsync(PushToUrl);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private void PushToUrl()
    {
        _lastInUrl = _state;
        var uri = _state.Uri(Navigation, _saved, DefaultFilter);
        if (uri == _written.Latest(Navigation.Uri))
            return;
        _written.Add(uri);
        Navigation.NavigateTo(uri, new Microsoft.AspNetCore.Components.NavigationOptions { ReplaceHistoryEntry = true });
    }
}
