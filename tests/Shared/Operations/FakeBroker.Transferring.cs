using System.Runtime.CompilerServices;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Operations;

public sealed partial class FakeBroker
{
    private sealed class Transfer(FakeBroker broker) : IMessageTransfer
    {
        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public Task<ITransferSession> OpenAsync(TransferRequest request, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                var session = new TransferSession(broker, broker.Existing(request.Source), request);
                broker._sessions.Add(session);
                broker.Opened++;
                return Task.FromResult<ITransferSession>(session);
            }
        }

        public Task<IReadOnlyList<LogRange>?> MeasureAsync(DestinationRef source, LogBounds bounds, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                var queue = broker.Existing(source);
                return Task.FromResult<IReadOnlyList<LogRange>?>(queue is { IsLog: true, IsMeasured: true } ? [new LogRange(0, queue.NextPlace)] : null);
            }
        }

        public Task<string?> LogIdAsync(DestinationRef destination, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
                return Task.FromResult(broker._queues.GetValueOrDefault(destination.Name) is { IsMeasured: true } log ? $"fake/{destination.Name}/{log.GetHashCode()}" : null);
        }

        public OriginAnswer OriginOf(MessageEnvelope message, bool byOriginalRoute)
            => message.Headers.FirstOrDefault(header => header.Name == "x-first-death-queue")?.Value is TextValue queue
                ? new OriginAnswer(AddressOf(queue.Value), null)
                : new OriginAnswer(null, "it was never dead-lettered");
    }

    private sealed class TransferSession(FakeBroker broker, FakeQueue queue, TransferRequest request) : ITransferSession, ILostWithTheConnection
    {
        private readonly Dictionary<long, long> _unsettled = [];
        private readonly Queue<TransferDelivery> _ahead = new();
        private long _delivered;
        private long _position = request.FromOffset ?? request.Ranges?.Select(range => range.From).FirstOrDefault() ?? 0;
        private bool _isLost;

        public async IAsyncEnumerable<TransferDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                broker.Before("read");
                TransferDelivery? next;
                bool isOver;
                lock (broker.Sync)
                {
                    if (_isLost)
                        throw new BrokerException("The connection is lost.", "CONNECTION_FORCED");
                    Fill();
                    next = _ahead.TryDequeue(out var delivery) ? delivery : null;
                    isOver = _delivered >= request.MaxDeliveries || (queue.IsLog ? LookAt() is null : queue.ReadyCount == 0);
                }

                if (next is not null)
                    yield return next;
                else if (isOver)
                    yield break;
                else
                    await Task.Delay(1, cancellationToken);
            }
        }

        public ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
        {
            broker.Before("remove");
            lock (broker.Sync)
            {
                if (_isLost)
                    throw new BrokerException("The connection is lost.", "CONNECTION_FORCED");
                foreach (var delivery in deliveries)
                {
                    if (_unsettled.Remove(delivery.Tag, out var place))
                        queue.Ack(place);
                }
            }

            broker.After("remove");
            return ValueTask.CompletedTask;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                if (_isLost)
                    throw new BrokerException("The connection is lost.", "CONNECTION_FORCED");
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                foreach (var delivery in deliveries)
                {
                    if (_unsettled.Remove(delivery.Tag, out var place))
                        queue.Requeue(place);
                }
            }

            return ValueTask.CompletedTask;
        }

        public void Lose()
        {
            _isLost = true;
            foreach (var place in _unsettled.Values)
                queue.Requeue(place);
            _unsettled.Clear();
        }

        public ValueTask DisposeAsync()
        {
            lock (broker.Sync)
            {
                broker._sessions.Remove(this);
                Lose();
            }

            return ValueTask.CompletedTask;
        }

        private (long Place, FakeMessage Message)? LookAt()
        {
            while (queue.LookAt(_position) is { } next)
            {
                if (request.Ranges is not { } ranges || ranges.Any(range => next.Place >= range.From && next.Place < range.End))
                    return next;
                _position = next.Place + 1;
            }

            return null;
        }

        /// <summary>Reads ahead up to the window, as a consumer with a prefetch does.</summary>
        private void Fill()
        {
            while (_delivered < request.MaxDeliveries && (request.Window == 0 || _unsettled.Count < request.Window))
            {
                if ((queue.IsLog ? LookAt() : queue.TakeFirst()) is not { } taken)
                    return;
                _position = taken.Place + 1;
                var tag = ++_delivered;
                if (!queue.IsLog)
                    _unsettled.Add(tag, taken.Place);
                _ahead.Enqueue(new TransferDelivery(tag, taken.Message.ToEnvelope(queue.Name, taken.Place)) { ReplayId = taken.Message.ReplayId });
                if (queue.IsLog && _ahead.Count > 100)
                    return;
            }
        }
    }
}
