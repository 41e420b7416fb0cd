using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>One line of a chart: its name, and where its points come from.</summary>
public sealed record ChartLine(string Title, Func<HistorySeries> Read);
