using Dashboard.Core.Model;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>One row as it stands on the screen.</summary>
public sealed class GridRowModel(int index, RowKey key, GridCell[] cells)
{
    /// <summary>Place in the list, from 0.</summary>
    public int Index { get; } = index;

    public RowKey Key { get; } = key;

    public GridCell[] Cells { get; } = cells;

    public bool IsSelected { get; init; }

    /// <summary>It is in the drawer.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The latest table does not have it any more; its place is held while the order is.</summary>
    public bool IsGone { get; init; }

    public bool LooksLike(GridRowModel? other) => other is not null
        && Index == other.Index && Key == other.Key && IsSelected == other.IsSelected && IsOpen == other.IsOpen && IsGone == other.IsGone
        && Cells.AsSpan().SequenceEqual(other.Cells);
}
