using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace Dashboard.Web.Components.Controls.Grid;

// Which rows are on the screen, and what they say.
public sealed partial class SectionGrid
{
    /// <summary>More than a high screen shows at once.</summary>
    private const int FirstRowCount = 50;

    private bool _isDrawn;
    private IDisposable? _looking;
    private List<RowKey> _looked = [];

    private string? HeldNote
    {
        get
        {
            if (_isPaused)
                return _hasNewer ? "Frozen; newer data is there. Press p to go on." : "Frozen. Press p to go on.";
            if (!IsHeld || _order is null || _view is null || ReferenceEquals(_order, _view) || SameOrder(_order, _view))
                return null;
            return _selection.Count > 0 ? "Order held while rows are selected" : "Order held while the pointer is here";
        }
    }

    private ValueTask<ItemsProviderResult<GridRowModel>> ProvideAsync(ItemsProviderRequest request)
    {
        // For no rows at all it asks where the browser has not told its size yet. With the number of rows it would draw an empty space as high as all of them above
        // the first rows, and take that for rows that were scrolled past: it would begin at the second one.
        if (request.Count == 0 || _order is null || _section?.Table is not { } table)
            return new(new ItemsProviderResult<GridRowModel>([], 0));
        var from = Math.Min(request.StartIndex, _order.Rows.Length);
        var count = Math.Min(request.Count, _order.Rows.Length - from);
        var rows = new List<GridRowModel>(count);
        var keys = new List<RowKey>(count);
        for (var i = from; i < from + count; i++)
        {
            rows.Add(RowAt(i, table));
            keys.Add(rows[^1].Key);
        }

        LookAt(keys);
        if (rows.Count > 0 && !_isDrawn)
            _ = InvokeAsync(GiveUpFirstRowsAsync);
        return new(new ItemsProviderResult<GridRowModel>(rows, _order.Rows.Length));
    }

    // The virtual list draws nothing before the browser has told its size: in the page as it is first sent, and for a moment on the circuit.
    // Until then these rows stand behind it, in its own markup.
    private IEnumerable<GridRowModel> FirstRows()
    {
        var table = _section!.Table!;
        return Enumerable.Range(0, Math.Min(FirstRowCount, _order!.Rows.Length)).Select(i => RowAt(i, table));
    }

    // After the virtual list has drawn its own, so that no frame is without rows.
    private async Task GiveUpFirstRowsAsync()
    {
        await Task.Yield();
        _isDrawn = true;
        StateHasChanged();
    }

    private GridRowModel RowAt(int index, SectionTable table)
    {
        var ordinal = _order!.Rows[index];
        var key = _order.Table.Keys[ordinal];
        var row = ReferenceEquals(_order.Table, table) ? ordinal : table.RowOf(key);
        var isGone = row < 0;
        // A row that is gone keeps its place, with what was last known of it, until the order is let go.
        var source = isGone ? _order.Table : table;
        var cells = new GridCell[_columns.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = _cells!.Write(source, isGone ? null : _previousTable, _columns[i], isGone ? ordinal : row);
        return new GridRowModel(index, key, cells)
        {
            IsGone = isGone,
            IsSelected = _selection.Contains(key),
            IsOpen = _state.Row == key.Value,
        };
    }

    private RowKey KeyAt(int index) => _order!.Table.Keys[_order.Rows[index]];

    private void LookAt(List<RowKey> keys)
    {
        if (keys.SequenceEqual(_looked))
            return;
        _looked = keys;
        var before = _looking;
        _looking = Looks.Announce(Connection, SectionId, keys);
        before?.Dispose();
    }

    /// <summary>Has the rows on the screen written anew; the caller renders.</summary>
    private void Redraw() => _ = _virtualize?.RefreshDataAsync();

    private void PointerEntered() => _isPointerInside = true;

    private void PointerLeft()
    {
        _isPointerInside = false;
        LetGo();
    }

    /// <summary>Takes the latest order, when nothing holds the old one any more.</summary>
    private void LetGo()
    {
        if (IsHeld || _view is null || ReferenceEquals(_order, _view))
            return;
        _order = _view;
        Redraw();
    }

    private static bool SameOrder(SectionView one, SectionView other)
    {
        if (one.Rows.Length != other.Rows.Length)
            return false;
        for (var i = 0; i < one.Rows.Length; i++)
        {
            if (one.Table.Keys[one.Rows[i]] != other.Table.Keys[other.Rows[i]])
                return false;
        }

        return true;
    }
}
