using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// One row of a grid. Written by hand, without a component in any cell, and drawn again only when something in it changed: hundreds of these
/// are on the screens at each poll.
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

    private static void BuildCell(RenderTreeBuilder builder, GridColumn column, GridCell cell)
    {
        builder.OpenElement(0, column.IsName ? "th" : "td");
        builder.SetKey(column.Id);
        if (column.IsName)
            builder.AddAttribute(1, "scope", "row");
        builder.AddAttribute(2, "class", ClassOf(column, cell));
        builder.AddAttribute(3, "title", cell.Title);
        if (cell.Sparkline is not null)
            builder.AddMarkupContent(10, cell.Sparkline);
        if (cell.Trend != 0)
        {
            builder.OpenElement(20, "span");
            builder.AddAttribute(21, "class", cell.Trend > 0 ? "trend rose" : "trend fell");
            builder.AddAttribute(22, "aria-label", cell.Trend > 0 ? "rose to" : "fell to");
            builder.AddAttribute(23, "role", "img");
            builder.CloseElement();
        }

        if (cell.Href is not null)
        {
            builder.OpenElement(30, "a");
            builder.AddAttribute(31, "href", cell.Href);
            if (!column.IsName)
                builder.AddAttribute(32, "tabindex", "-1");
            // The link leads somewhere itself; the row's own click would open the drawer as well.
            builder.AddEventStopPropagationAttribute(33, "onclick", true);
            builder.AddContent(34, cell.Text);
            builder.CloseElement();
        }
        else if (cell.Tone != Tone.Neutral)
        {
            builder.OpenElement(40, "span");
            builder.AddAttribute(41, "class", "badge " + Tones.Class(cell.Tone));
            builder.AddMarkupContent(42, Tones.IconMarkup(cell.Tone));
            builder.OpenElement(50, "span");
            builder.AddContent(51, cell.Text);
            builder.CloseElement();
            builder.CloseElement();
        }
        else
        {
            builder.AddContent(60, cell.Text);
        }

        builder.CloseElement();
    }

    private static string? ClassOf(GridColumn column, GridCell cell)
    {
        var name = column switch
        {
            { IsName: true } => "cell-name",
            { IsFigure: true } => "cell-figure",
            { IsMinor: true } => "cell-minor",
            { IsState: true } => "cell-state",
            { Definition.Type: ColumnType.Timestamp } => "figure",
            _ => null,
        };
        if (cell.IsUnknown)
            return name is null ? "cell-unknown" : name + " cell-unknown";
        return cell.IsZero ? name is null ? "cell-zero" : name + " cell-zero" : name;
    }

    private string? Class() => (Row.IsSelected, Row.IsOpen, Row.IsGone) switch
    {
        (_, _, true) => "is-gone",
        (_, true, _) => "is-open",
        (true, _, _) => "is-selected",
        _ => null,
    };
}
