using Dashboard.Core.Model;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// One row of a grid. Written by hand, without a component in any cell and with as few frames as may be, and drawn again only when something in it changed:
/// hundreds of these are on the screens at each poll, and each keeps two trees.
/// </summary>
public sealed class GridRow : ComponentBase
{
    private GridRowModel? _drawn;
    private IReadOnlyList<GridColumn>? _drawnColumns;

    [Parameter, EditorRequired]
    public GridRowModel Row { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<GridColumn> Columns { get; set; } = [];

    [Parameter]
    public EventCallback<RowKey> OnLook { get; set; }

    [Parameter]
    public EventCallback<(RowKey Key, bool IsRange)> OnSelect { get; set; }

    /// <summary>Rows can be selected.</summary>
    [Parameter]
    public bool CanSelect { get; set; }

    protected override bool ShouldRender()
    {
        if (ReferenceEquals(_drawnColumns, Columns) && Row.LooksLike(_drawn))
            return false;
        _drawn = Row;
        _drawnColumns = Columns;
        return true;
    }

    protected override void OnInitialized()
    {
        _drawn = Row;
        _drawnColumns = Columns;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var key = Row.Key;
        builder.OpenElement(0, "tr");
        builder.AddAttribute(1, "class", Class());
        builder.AddAttribute(2, "aria-rowindex", Row.Index + 2);
        builder.AddAttribute(3, "aria-selected", CanSelect ? Row.IsSelected ? "true" : "false" : null);
        builder.AddAttribute(4, "data-index", Row.Index);
        builder.AddAttribute(5, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, () => OnLook.InvokeAsync(key)));
        if (CanSelect)
            BuildCheckbox(builder, key);
        builder.OpenRegion(7);
        for (var i = 0; i < Columns.Count; i++)
            BuildCell(builder, Columns[i], Row.Cells[i]);
        builder.CloseRegion();
        builder.CloseElement();
    }

    private void BuildCheckbox(RenderTreeBuilder builder, RowKey key)
    {
        builder.OpenRegion(6);
        builder.OpenElement(0, "td");
        builder.AddAttribute(1, "class", "cell-check");
        builder.AddEventStopPropagationAttribute(2, "onclick", true);
        builder.OpenElement(3, "input");
        builder.AddAttribute(4, "type", "checkbox");
        builder.AddAttribute(5, "tabindex", "-1");
        builder.AddAttribute(6, "aria-label", $"Select {Row.Cells[0].Text}");
        builder.AddAttribute(7, "checked", Row.IsSelected);
        builder.AddAttribute(8, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, e => OnSelect.InvokeAsync((key, e.ShiftKey))));
        builder.CloseElement();
        builder.CloseElement();
        builder.CloseRegion();
    }

    private static void BuildCell(RenderTreeBuilder builder, GridColumn column, in GridCell cell)
    {
        if (cell.Markup is not null)
        {
            builder.AddMarkupContent(0, cell.Markup);
            return;
        }

        builder.OpenElement(1, column.IsName ? "th" : "td");
        builder.SetKey(column.Id);
        if (column.IsName)
            builder.AddAttribute(2, "scope", "row");
        builder.AddAttribute(3, "class", CellMarkup.ClassOf(column, cell));
        builder.AddAttribute(4, "title", cell.Title);
        if (cell.Sparkline is not null)
            builder.AddMarkupContent(10, cell.Sparkline);
        if (CellMarkup.Trend(cell.Trend) is { } trend)
            builder.AddMarkupContent(20, trend);
        if (cell.Href is null)
        {
            builder.AddContent(30, cell.Text);
        }
        else
        {
            builder.OpenElement(40, "a");
            builder.AddAttribute(41, "href", cell.Href);
            if (!column.IsName)
                builder.AddAttribute(42, "tabindex", "-1");
            // The link leads somewhere itself; the row's own click would open the drawer as well.
            builder.AddEventStopPropagationAttribute(43, "onclick", true);
            builder.AddContent(44, cell.Text);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    private string? Class() => (Row.IsSelected, Row.IsOpen, Row.IsGone) switch
    {
        (_, _, true) => "is-gone",
        (_, true, _) => "is-open",
        (true, _, _) => "is-selected",
        _ => null,
    };
}
