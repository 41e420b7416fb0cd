using System.ComponentModel;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api;

/// <summary>The last hour of one figure or column, or more of it.</summary>
internal sealed record HistoryDto
{
    private const int MaxHours = 24;

    [Description("The figure or column.")]
    public required string Id { get; init; }

    [Description("Unit of the values; null for none.")]
    public required string? Unit { get; init; }

    [Description("Points, oldest first.")]
    public required IReadOnlyList<HistoryPointDto> Points { get; init; }

    /// <summary>The last hour, and before it what is kept on disk.</summary>
    /// <exception cref="ApiException">There are not so many hours.</exception>
    public static async Task<HistoryDto> ReadAsync(
        string id, string? unit, HistorySeries lastHour, int? hours, HistorySubject subject, RowKey key, string column, IHistoryArchive archive, TimeProvider time, CancellationToken cancellationToken)
    {
        if (hours is < 1 or > MaxHours)
            throw ApiException.Parameter("hours", $"hours is 1 to {MaxHours}.");
        if (hours is null or 1)
            return Of(id, unit, lastHour);
        var older = await archive.ReadAsync(subject, key, column, time.GetUtcNow().AddHours(-hours.Value), cancellationToken);
        return Of(id, unit, lastHour.After(older, IHistoryArchive.GapSeconds));
    }

    private static HistoryDto Of(string id, string? unit, HistorySeries series) => new()
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
