using Dashboard.Core.Model;

namespace Dashboard.Core.History;

/// <summary>What is kept beyond the last hour, on disk: one point a minute, for a day.</summary>
public interface IHistoryArchive
{
    /// <summary>Its points are at most a minute apart: a longer pause is a gap. In seconds.</summary>
    const double GapSeconds = 150;

    /// <summary>How far back it reaches at most; zero where nothing is kept.</summary>
    TimeSpan Reach { get; }

    /// <summary>Points of one cell or figure since a time, oldest first; empty where nothing was kept. May lag behind by a minute.</summary>
    /// <param name="subject">The section or figure.</param>
    /// <param name="key">The row; the empty key for a figure.</param>
    /// <param name="columnId">The column; empty for a figure.</param>
    /// <param name="from">The earliest time wanted.</param>
    /// <param name="cancellationToken">Ends the wait before the query starts.</param>
    Task<HistorySeries> ReadAsync(HistorySubject subject, RowKey key, string columnId, DateTimeOffset from, CancellationToken cancellationToken);
}
