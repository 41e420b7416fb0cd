using Dashboard.Core.History;
using Dashboard.Core.Model;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>A day of history with one point, an hour and a half ago.</summary>
public sealed class FakeArchive : IHistoryArchive
{
    public TimeSpan Reach { get; init; } = TimeSpan.FromHours(24);

    public List<DateTimeOffset> Asked { get; } = [];

    public Task<HistorySeries> ReadAsync(HistorySubject subject, RowKey key, string columnId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        Asked.Add(from);
        return Task.FromResult(new HistorySeries([DateTimeOffset.UtcNow.AddMinutes(-90).ToUnixTimeSeconds()], [4]));
    }
}
