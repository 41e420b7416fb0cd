using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Operations;

public sealed partial class FakeBroker
{
    private const string ReplayHeader = "x-replay-id";

    private sealed class Publisher(FakeBroker broker) : IMessagePublisher
    {
        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken)
        {
            lock (broker.Sync)
            {
                broker.Check();
                var session = new PublishSession(broker);
                broker._sessions.Add(session);
                broker.Opened++;
                return Task.FromResult<IPublishSession>(session);
            }
        }

        public OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp) => new()
        {
            Address = address,
            Body = original.Body,
            Properties =
            [
                .. original.Properties,
                .. original.Identity.MessageId is { } id && !id.StartsWith("archive:", StringComparison.Ordinal)
                    ? new MessageField[] { new("message_id", new TextValue(id)) }
                    : [],
            ],
            Headers = [.. original.Headers.Where(header => header.Name != ReplayHeader), new MessageField(ReplayHeader, new TextValue(stamp.ReplayId))],
        };
    }

    private sealed class PublishSession(FakeBroker broker) : IPublishSession, ILostWithTheConnection
    {
        private readonly HashSet<IFateListener> _pending = [];
        private bool _isLost;

        public int Pending => _pending.Count;

        public string? BlockedReason => broker.BlockedReason;

        public async ValueTask SendAsync(OutgoingMessage message, IFateListener fate, CancellationToken cancellationToken)
        {
            broker.Before("send");
            while (broker.BlockedReason is not null && !_isLost)
                await Task.Delay(10, cancellationToken);
            FakeFate kind;
            lock (broker.Sync)
            {
                if (_isLost)
                    throw new BrokerException("The connection is lost.", "CONNECTION_FORCED");
                var text = (string name, IReadOnlyList<MessageField> fields)
                    => fields.FirstOrDefault(field => field.Name == name)?.Value is TextValue value ? value.Value : null;
                var stored = new FakeMessage(
                    text(FakeMessage.UidProperty, message.Properties) ?? Guid.NewGuid().ToString("N"),
                    text("message_id", message.Properties),
                    Encoding.UTF8.GetString(message.Body.Span))
                {
                    ReplayId = text(ReplayHeader, message.Headers),
                    Headers = message.Headers,
                };
                kind = broker._queues.ContainsKey(message.Address.Destination.Name)
                    ? broker.FateOf(message.Address.Destination.Name, stored)
                    : FakeFate.Return;
                if (kind is FakeFate.Confirm or FakeFate.StaySilent or FakeFate.CutAfterStoring)
                    broker._queues[message.Address.Destination.Name].Add(stored);
                _pending.Add(fate);
                broker.CountUnsettled();
                if (kind is FakeFate.CutBeforeStoring or FakeFate.CutAfterStoring)
                    broker.CutAll();
            }

            broker.After("send");
            _ = ConfirmAsync(fate, kind);
        }

        public void Lose()
        {
            _isLost = true;
            foreach (var fate in _pending)
                fate.Told(new PublishOutcome(PublishOutcomeKind.Unknown, "the connection was lost"));
            _pending.Clear();
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

        private async Task ConfirmAsync(IFateListener fate, FakeFate kind)
        {
            await Task.Yield();
            PublishOutcome? outcome = kind switch
            {
                FakeFate.Confirm => PublishOutcome.Confirmed,
                FakeFate.Return => new PublishOutcome(PublishOutcomeKind.Returned, "NO_ROUTE"),
                FakeFate.Nack => new PublishOutcome(PublishOutcomeKind.Nacked, "reject-publish"),
                FakeFate.NotSent => new PublishOutcome(PublishOutcomeKind.NotSent, "too large"),
                _ => null,
            };
            if (outcome is not { } known)
                return;
            lock (broker.Sync)
            {
                if (_pending.Remove(fate))
                    fate.Told(known);
            }
        }
    }
}
