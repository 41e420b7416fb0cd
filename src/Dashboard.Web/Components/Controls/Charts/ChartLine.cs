using Dashboard.Core.History;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>One line of a <see cref="LiveChart"/>.</summary>
/// <param name="Title">Words for the legend; may come from the broker.</param>
/// <param name="Read">The last hour as it is now.</param>
public sealed record ChartLine(string Title, Func<HistorySeries> Read);
