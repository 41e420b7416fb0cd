using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>One connection that says it can do everything on every destination; it does nothing. With <paramref name="isLog"/> its destinations are logs with partitions.</summary>
public sealed class FakeConnections(bool isReadOnly = false, string? refusal = null, bool isLog = false) : IConnectionRegistry
{
    public IReadOnlyList<IBrokerConnection> All { get; } =
    [
        isReadOnly ? new ReadOnlyConnection(new FakeConnection(isReadOnly, refusal, isLog)) : new FakeConnection(isReadOnly, refusal, isLog),
    ];

    public IBrokerConnection? Find(ConnectionId id) => id == Sample.Shop ? All[0] : null;

    private sealed class FakeConnection(bool isReadOnly, string? refusal, bool isLog) : IBrokerConnection
    {
        public ConnectionInfo Info { get; } = new(Sample.Shop, "Shop", new BrokerKind("rabbitmq"), EnvironmentTag.Production, isReadOnly);

        public T? Find<T>()
            where T : class, ICapability => (isLog ? new FakeLogCapability(refusal) : new FakeCapability(refusal)) as T;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private class FakeCapability(string? refusal) : IMessagePublisher, IDestinationPurger, IMessageTransfer, IMessageBrowser
    {
        public PublishForm Form => Sample.Form;

        public Availability AvailabilityOn(DestinationRef destination) => refusal is null ? Availability.Yes : Availability.No(refusal);

        public Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken) => throw new NotSupportedException("Pages never open one.");

        public OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp) => throw new NotSupportedException("Pages never copy.");

        public bool IsTrace(string headerName) => headerName.StartsWith("x-death", StringComparison.Ordinal) || headerName.StartsWith("x-first-", StringComparison.Ordinal);

        public Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken) => throw new NotSupportedException("Pages never purge.");

        public Task<ITransferSession> OpenAsync(TransferRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Pages never open one.");

        public OriginAnswer OriginOf(MessageEnvelope message, bool byOriginalRoute) => throw new NotSupportedException("Pages never ask.");

        public Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken) => throw new NotSupportedException("Pages go through IMessageReading.");

        public Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Pages go through IMessageReading.");
    }

    private sealed class FakeLogCapability(string? refusal) : FakeCapability(refusal), IMessagePublisher, IMessageTransfer, ILogPurger
    {
        public bool HasPartitions => true;

        public CopyChoices Copies => CopyChoices.Timestamp | CopyChoices.Partition;

        public Task<IReadOnlyList<PartitionRange>> PreviewAsync(DestinationRef destination, PurgeBound bound, CancellationToken cancellationToken) => throw new NotSupportedException("Pages never ask.");

        public Task<Metric> PurgeAsync(DestinationRef destination, IReadOnlyList<PartitionRange> ranges, CancellationToken cancellationToken) => throw new NotSupportedException("Pages never purge.");
    }
}
