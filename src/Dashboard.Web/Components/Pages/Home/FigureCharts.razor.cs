using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Charts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

public sealed partial class FigureCharts
{
    // More lines than this nobody tells apart.
    private const int MostLines = 5;

    private IReadOnlyList<ChartGroup> _groups = [];

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<Figure> Figures { get; set; } = [];

    /// <summary>At most this many charts, in the provider's order of groups.</summary>
    [Parameter]
    public int Most { get; set; } = int.MaxValue;

    [Parameter]
    public int Height { get; set; } = 130;

    [Inject]
    private IHistory History { get; set; } = default!;

    protected override void OnParametersSet()
    {
        var groups = Figures.Where(f => f.KeepsHistory && f.Value.IsAvailable).GroupBy(f => (f.Group, f.Type)).Take(Most).ToList();

        // Lines are made anew only when there are other figures: a chart keeps what it has drawn.
        if (_groups.Select(g => ((g.Key, g.Type), g.Lines.Count)).SequenceEqual(groups.Select(g => (g.Key, Math.Min(g.Count(), MostLines)))))
            return;
        _groups = [.. groups.Select(g => new ChartGroup(g.Key.Group, g.Key.Type, g.First().Scope, [.. g.Take(MostLines).Select(Line)]))];
    }

    private ChartLine Line(Figure figure)
    {
        var connection = Connection;
        return new ChartLine(figure.Title, () => History.OfFigure(connection, figure.Id));
    }

    private static string TitleOf(ChartGroup group)
    {
        var title = group.Key.Length == 0 ? "Figures" : char.ToUpperInvariant(group.Key[0]) + group.Key[1..];
        title += group.Type == ColumnType.Bytes ? ", bytes" : "";
        return group.Scope is null ? title : $"{title}, {group.Scope}";
    }

    private sealed record ChartGroup(string Key, ColumnType Type, string? Scope, IReadOnlyList<ChartLine> Lines);
}
