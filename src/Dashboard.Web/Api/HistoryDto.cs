using System.ComponentModel;
using Dashboard.Core.History;

namespace Dashboard.Web.Api;

/// <summary>The last hour of one figure or column, as far as this process has run.</summary>
internal sealed record HistoryDto
{
    [Description("The figure or column.")]
    public required string Id { get; init; }

    [Description("Unit of the values; null for none.")]
    public required string? Unit { get; init; }

    [Description("Points, oldest first.")]
    public required IReadOnlyList<HistoryPointDto> Points { get; init; }

    public static HistoryDto Of(string id, string? unit, HistorySeries series) => new()
    {
        Id = id,
        Unit = unit,
        Points =
        [
            .. series.Times.Select((time, i) => new HistoryPointDto
            {
                At = DateTimeOffset.FromUnixTimeMilliseconds((long)(time * 1000)),
                Value = double.IsFinite(series.Values[i]) ? series.Values[i] : null,
            }),
        ],
    };
}

/// <summary>One point of a history.</summary>
internal sealed record HistoryPointDto
{
    [Description("When.")]
    public required DateTimeOffset At { get; init; }

    [Description("The value; null where nothing was known.")]
    public required double? Value { get; init; }
}
