using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Purges message by message: nothing is sent, only removed.</summary>
internal sealed class DiscardSink : IJobSink, IJobSinkSession
{
    public string? BlockedReason => null;

    public bool KeepsWhatItTakes => false;

    public Route RouteOf(MessageEnvelope message) => Route.Nowhere("thrown away");

    public Task<IJobSinkSession> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IJobSinkSession>(this);

    /// <summary>A message in doubt was not removed: removal comes after the confirmation. So none has gone.</summary>
    public Task<IReadOnlySet<long>> FindArrivedAsync(IReadOnlyList<OpenRow> doubtful, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlySet<long>>(doubtful.Select(row => row.Sequence).ToHashSet());

    public ValueTask SendAsync(WorkItem item, CancellationToken cancellationToken)
    {
        item.Told(PublishOutcome.Confirmed);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
