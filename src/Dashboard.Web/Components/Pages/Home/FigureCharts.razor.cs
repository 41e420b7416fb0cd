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
        var groups = Figures.Where(f => f.KeepsHistory && f.Value.IsAvailable).GroupBy(f => f.Group).Take(Most).ToList();

        // Lines are made anew only when there are other figures: a chart keeps what it has drawn.
        if (_groups.Select(g => (g.Key, g.Lines.Count)).SequenceEqual(groups.Select(g => (g.Key, Math.Min(g.Count(), MostLines)))))
            return;
        _groups = [.. groups.Select(g => new ChartGroup(g.Key, g.First().Type, [.. g.Take(MostLines).Select(Line)]))];
    }

    private ChartLine Line(Figure figure)
    {
        var connection = Connection;
        return new ChartLine(figure.Title, () => History.OfFigure(connection, figure.Id));
    }

    private static string TitleOf(string group) => group.Length == 0 ? "Figures" : char.ToUpperInvariant(group[0]) + group[1..];

    private sealed record ChartGroup(string Key, ColumnType Type, IReadOnlyList<ChartLine> Lines);
}
