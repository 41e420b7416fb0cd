using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Pump;

/// <summary>A queue, stream or topic of a broker.</summary>
internal sealed class BrokerSource(
    IMessageTransfer transfer,
    IDestinationInspector inspector,
    DestinationRef source,
    bool removes,
    bool isLog) : IJobSource
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

    public Task<ITransferSession> OpenAsync(long maxDeliveries, int window, long? fromPosition, CancellationToken cancellationToken)
        => transfer.OpenAsync(new TransferRequest(source, maxDeliveries, window, !KeepsMessages) { FromOffset = fromPosition }, cancellationToken);

    public async Task<bool> IsGoneAsync(CancellationToken cancellationToken) => !(await inspector.InspectAsync(source, cancellationToken)).Exists;
}
