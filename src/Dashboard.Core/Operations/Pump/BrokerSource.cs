using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Pump;

/// <summary>A queue, stream or topic of a broker.</summary>
internal sealed class BrokerSource(
    IMessageTransfer transfer,
    IDestinationInspector inspector,
    DestinationRef source,
    bool removes,
    bool isLog,
    LogBounds? bounds = null,
    Func<CancellationToken, Task<LogExtent?>>? deliveredBefore = null) : IJobSource
{
    public string Description => source.Describe();

    public bool KeepsMessages => !removes || isLog;

    public bool IsLog => isLog;

    public bool IsLocal => false;

    public async Task<long> CountReadyAsync(CancellationToken cancellationToken)
    {
        var facts = await inspector.InspectAsync(source, cancellationToken);
        if (!facts.Exists)
            throw new BrokerException($"{source.Describe()} does not exist.");
        if (!facts.ReadyMessages.IsAvailable)
            throw new BrokerException($"The broker does not tell how many messages are ready in {source.Describe()}: {facts.ReadyMessages.Reason}");
        return (long)facts.ReadyMessages.Value;
    }

    public async Task<LogExtent?> MeasureAsync(CancellationToken cancellationToken)
    {
        var ranges = isLog ? await transfer.MeasureAsync(source, bounds ?? LogBounds.None, cancellationToken) : null;
        if (ranges is null && bounds is not null)
            throw new BrokerException($"A part of {source.Describe()} cannot be told by offset or time.");
        if (ranges is null)
            return null;
        var extent = new LogExtent(ranges);
        return deliveredBefore is not null && await deliveredBefore(cancellationToken) is { } done ? extent.Except(done) : extent;
    }

    public bool HasPartitions => isLog && transfer.HasPartitions;

    public long? PlaceOf(MessageIdentity identity) => isLog ? transfer.PlaceOf(identity) : null;

    public Task<ITransferSession> OpenAsync(SourceReading reading, CancellationToken cancellationToken)
        => transfer.OpenAsync(
            new TransferRequest(source, reading.MaxDeliveries, reading.Window, !KeepsMessages)
            {
                FromOffset = reading.FromPosition,
                Ranges = reading.Places?.Ranges,
            },
            cancellationToken);

    public async Task<bool> IsGoneAsync(CancellationToken cancellationToken) => !(await inspector.InspectAsync(source, cancellationToken)).Exists;
}
