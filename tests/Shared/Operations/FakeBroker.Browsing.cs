using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Operations;

public sealed partial class FakeBroker
{
    /// <summary>Called before each message that a look reads, with its place; a look can be held up here.</summary>
    public Func<long, CancellationToken, Task> BeforeLook { get; set; } = (_, _) => Task.CompletedTask;

    private sealed class Browser(FakeBroker broker) : IMessageBrowser
    {
        public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

        public Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken)
            => Task.FromResult(new BrowseEffect(true, "Changes nothing", [], ChangesNothing: true, SupportsOffsets: false));

        public async Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken)
        {
            IReadOnlyList<FakeMessage> ready;
            lock (broker.Sync)
            {
                broker.Check();
                ready = broker.Existing(request.Destination).Ready;
            }

            var kept = new List<MessageEnvelope>();
            var count = Math.Min(request.Count, ready.Count);
            for (var position = 0; position < count; position++)
            {
                await broker.BeforeLook(position, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                var message = ready[position].ToEnvelope(request.Destination, position);
                if (request.Keep?.Invoke(message) != false)
                    kept.Add(message);
            }

            return new BrowseResult(kept, count == ready.Count ? "the queue has no further message ready" : $"{count:N0} messages were asked for", count == ready.Count);
        }
    }
}
