using System.Text;
using System.Text.Encodings.Web;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// A cell of nothing but words as markup: one frame of the render tree where its element, attributes and text are three to eight, and a page keeps two trees of
/// each row. What a broker has told is encoded.
/// </summary>
public static class CellMarkup
{
    private const string Rose = """<span class="trend rose" aria-label="rose to" role="img"></span>""";
    private const string Fell = """<span class="trend fell" aria-label="fell to" role="img"></span>""";

    /// <summary>The whole cell; null where it is more than words: a link, a line, the name of the row.</summary>
    public static string? Of(GridColumn column, in GridCell cell)
    {
        if (column.IsName || cell.Href is not null || cell.Sparkline is not null)
            return null;
        var markup = new StringBuilder("<td");
        AddAttribute(markup, "class", ClassOf(column, cell));
        AddAttribute(markup, "title", cell.Title);
        markup.Append('>').Append(Trend(cell.Trend));
        var words = HtmlEncoder.Default.Encode(cell.Text);
        if (cell.Tone == Tone.Neutral)
            markup.Append(words);
        else
            markup.Append("<span class=\"badge ").Append(Tones.Class(cell.Tone)).Append("\">").Append(IconMarkup.Of(Tones.Icon(cell.Tone), 12).Value).Append("<span>").Append(words).Append("</span></span>");
        return markup.Append("</td>").ToString();
    }

    /// <summary>The classes of a cell, joined; null for none.</summary>
    public static string? ClassOf(GridColumn column, in GridCell cell)
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

    /// <summary>The mark of a figure that rose or fell; null for neither.</summary>
    public static string? Trend(int trend) => trend switch
    {
        > 0 => Rose,
        < 0 => Fell,
        _ => null,
    };

    private static void AddAttribute(StringBuilder markup, string name, string? value)
    {
        if (value is not null)
            markup.Append(' ').Append(name).Append("=\"").Append(HtmlEncoder.Default.Encode(value)).Append('"');
    }
}
