using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Ledger;
using Dashboard.Tests.Shared.Operations;

namespace Dashboard.Web.Tests.Operations;

/// <summary>A publisher that takes every message for confirmed as soon as it is written.</summary>
internal sealed class HastyBroker(FakeBroker inner) : IBrokerConnection, IConnectionRegistry
{
    public ConnectionInfo Info => inner.Info;

    public IReadOnlyList<IBrokerConnection> All => [this];

    public IBrokerConnection? Find(ConnectionId id) => id == inner.Info.Id ? this : null;

    public T? Find<T>()
        where T : class, ICapability
        => typeof(T) == typeof(IMessagePublisher) ? (T)(object)new Publisher(inner.Find<IMessagePublisher>()!) : inner.Find<T>();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Publisher(IMessagePublisher inner) : IMessagePublisher
    {
        public PublishForm Form => inner.Form;

        public Availability AvailabilityOn(DestinationRef destination) => inner.AvailabilityOn(destination);

        public async Task<IPublishSession> OpenAsync(string scope, CancellationToken cancellationToken) => new Session(await inner.OpenAsync(scope, cancellationToken));

        public OutgoingMessage CopyOf(MessageEnvelope original, PublishAddress address, ReplayStamp stamp) => inner.CopyOf(original, address, stamp);
    }

    private sealed class Session(IPublishSession inner) : IPublishSession
    {
        public string? BlockedReason => inner.BlockedReason;

        public async ValueTask SendAsync(OutgoingMessage message, IFateListener fate, CancellationToken cancellationToken)
        {
            await inner.SendAsync(message, new Nobody(), cancellationToken);
            fate.Told(PublishOutcome.Confirmed);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private sealed class Nobody : IFateListener
        {
            public void Told(PublishOutcome outcome)
            {
                // What the broker says is not heard.
            }
        }
    }
}

/// <summary>A ledger that says a line is on the disk when it is in memory only; what the last moments brought is gone with the process.</summary>
internal sealed class ForgetfulLedgerStore(IJobLedgerStore inner, DoomedProcess process) : IJobLedgerStore
{
    public async Task<IJobLedger> OpenAsync(string jobId, CancellationToken cancellationToken)
        => new Ledger(await inner.OpenAsync(jobId, cancellationToken), process);

    public Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken)
        => inner.OutcomesAsync(jobId, search, cancellationToken);

    public Task<IReadOnlyList<MessageOutcome>> OutcomesAfterAsync(string jobId, long sequence, int limit, CancellationToken cancellationToken)
        => inner.OutcomesAfterAsync(jobId, sequence, limit, cancellationToken);

    public Task<IReadOnlyList<LogRange>> DeliveredAsync(string jobId, CancellationToken cancellationToken) => inner.DeliveredAsync(jobId, cancellationToken);

    public Task DeleteAsync(string jobId, CancellationToken cancellationToken) => inner.DeleteAsync(jobId, cancellationToken);

    private sealed class Ledger(IJobLedger inner, DoomedProcess process) : IJobLedger
    {
        private readonly List<LedgerEntry> _unwritten = [];
        private readonly Lock _sync = new();

        public Task AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        {
            process.Step("before recording");
            lock (_sync)
                _unwritten.AddRange(entries);
            return Task.CompletedTask;
        }

        public async Task<LedgerState> LoadAsync(bool withClosed, CancellationToken cancellationToken)
        {
            await FlushAsync();
            return await inner.LoadAsync(withClosed, cancellationToken);
        }

        public async Task<long> MarkFaultAsync(string reason, CancellationToken cancellationToken)
        {
            process.Step("before marking a fault");
            await FlushAsync();
            return await inner.MarkFaultAsync(reason, cancellationToken);
        }

        public Task SetFactAsync(string name, long value, CancellationToken cancellationToken) => inner.SetFactAsync(name, value, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private async Task FlushAsync()
        {
            List<LedgerEntry> entries;
            lock (_sync)
            {
                entries = [.. _unwritten];
                _unwritten.Clear();
            }

            await inner.AppendAsync(entries, CancellationToken.None);
        }
    }
}

/// <summary>Everybody may work on every source at once.</summary>
internal sealed class NoClaims : ISourceClaims
{
    public Task<IDisposable> ClaimAsync(string source, string jobId, Func<string, Task> waits, CancellationToken cancellationToken)
        => Task.FromResult<IDisposable>(new Nothing());

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
