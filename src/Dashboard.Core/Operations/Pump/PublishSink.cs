using System.Collections.Concurrent;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Sends copies of messages to a broker.</summary>
/// <param name="publisher">How to send.</param>
/// <param name="route">Where each message goes.</param>
/// <param name="copy">What is sent of it: message, address, sequence.</param>
internal sealed class PublishSink(
    IMessagePublisher publisher,
    Func<MessageEnvelope, Route> route,
    Func<MessageEnvelope, PublishAddress, long, OutgoingMessage> copy) : IJobSink
{
    private static readonly IReadOnlySet<long> None = new HashSet<long>();

    public Route RouteOf(MessageEnvelope message) => route(message);

    public Task<IJobSinkSession> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IJobSinkSession>(new Session(publisher, copy));

    public Task<IReadOnlySet<long>> FindArrivedAsync(IReadOnlyList<OpenRow> doubtful, CancellationToken cancellationToken) => Task.FromResult(None);

    /// <summary>Opens a way to send for each vhost that is met.</summary>
    private sealed class Session(IMessagePublisher publisher, Func<MessageEnvelope, PublishAddress, long, OutgoingMessage> copy) : IJobSinkSession
    {
        private readonly ConcurrentDictionary<string, IPublishSession> _scopes = new(StringComparer.Ordinal);

        public string? BlockedReason => _scopes.Values.Select(scope => scope.BlockedReason).FirstOrDefault(reason => reason is not null);

        public ValueTask SendAsync(WorkItem item, CancellationToken cancellationToken)
        {
            var address = item.Route.Address ?? throw new InvalidOperationException("A message without an address is not to be sent.");
            return _scopes.TryGetValue(address.Destination.Scope, out var scope)
                ? scope.SendAsync(copy(item.Delivery.Message, address, item.Sequence), item, cancellationToken)
                : OpenAndSendAsync(item, address, cancellationToken);
        }

        private async ValueTask OpenAndSendAsync(WorkItem item, PublishAddress address, CancellationToken cancellationToken)
        {
            var scope = _scopes[address.Destination.Scope] = await publisher.OpenAsync(address.Destination.Scope, cancellationToken);
            await scope.SendAsync(copy(item.Delivery.Message, address, item.Sequence), item, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var scope in _scopes.Values)
                await scope.DisposeAsync();
        }
    }
}
