using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Messages that the dashboard has itself: read by position, never removed.</summary>
internal abstract class LocalSource : IJobSource
{
    public abstract string Description { get; }

    public bool KeepsMessages => true;

    public bool IsLog => true;

    public bool IsLocal => true;

    public abstract Task<long> CountReadyAsync(CancellationToken cancellationToken);

    public Task<ITransferSession> OpenAsync(SourceReading reading, CancellationToken cancellationToken)
        => Task.FromResult<ITransferSession>(new Session(this, reading.MaxDeliveries, reading.FromPosition ?? 0));

    public Task<bool> IsGoneAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Messages from a position on; positions count from 0.</summary>
    protected abstract IAsyncEnumerable<MessageEnvelope> ReadAsync(long from, CancellationToken cancellationToken);

    private sealed class Session(LocalSource owner, long max, long from) : ITransferSession
    {
        public async IAsyncEnumerable<TransferDelivery> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (max <= 0)
                yield break;
            long tag = 0;
            await foreach (var message in owner.ReadAsync(from, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new TransferDelivery(++tag, message);
                if (tag >= max)
                    yield break;
            }
        }

        public ValueTask RemoveAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask ReleaseAsync(IReadOnlyList<TransferDelivery> deliveries, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The archive of an earlier job.</summary>
internal sealed class ArchiveSource(IArchiveStore archives, string jobId) : LocalSource
{
    public override string Description => $"the archive of job {jobId}";

    public override async Task<long> CountReadyAsync(CancellationToken cancellationToken)
        => await archives.CountAsync(jobId, cancellationToken) ?? throw new BrokerException($"Job {jobId} has no archive.");

    protected override async IAsyncEnumerable<MessageEnvelope> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = from;
        await foreach (var line in archives.ReadAsync(jobId, from, cancellationToken))
        {
            // A position in the archive is exact, as an offset is: two equal messages are told apart.
            yield return line.Message with { Position = position, Identity = new MessageIdentity($"archive:{position}", line.Message.Identity.Fingerprint) };
            position++;
        }
    }
}

/// <summary>One message, a number of times.</summary>
internal sealed class RepeatedMessage(OutgoingMessage message, int times) : LocalSource
{
    private readonly string _fingerprint = Convert.ToHexStringLower(SHA256.HashData(message.Body.Span));

    public override string Description => "the publish form";

    public override Task<long> CountReadyAsync(CancellationToken cancellationToken) => Task.FromResult((long)times);

    protected override async IAsyncEnumerable<MessageEnvelope> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var position = from; position < times; position++)
        {
            yield return new MessageEnvelope
            {
                Source = message.Address.Destination,
                Position = position,
                Identity = new MessageIdentity($"copy:{position + 1}", _fingerprint),
                Body = message.Body,
                BodySize = message.Body.Length,
            };
        }

        await Task.CompletedTask;
    }
}
