using System.Threading.Channels;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Writes messages to the job's archive; a message is confirmed when it is on the disk.</summary>
internal sealed class ArchiveSink(IArchiveStore archives, string jobId) : IJobSink
{
    public Route RouteOf(MessageEnvelope message)
        => message.IsBodyTruncated ? Route.Refused("its body was not read whole, so it cannot be archived") : Route.Nowhere("archive");

    public async Task<IJobSinkSession> OpenAsync(CancellationToken cancellationToken)
        => new Session(await archives.OpenWriterAsync(jobId, cancellationToken));

    public async Task<IReadOnlySet<long>> FindArrivedAsync(IReadOnlyList<OpenRow> doubtful, CancellationToken cancellationToken)
    {
        var wanted = doubtful.ToDictionary(row => row.Sequence, row => row.Identity);
        var found = new HashSet<long>();
        await foreach (var line in archives.ReadAsync(jobId, 0, cancellationToken))
        {
            if (wanted.TryGetValue(line.Sequence, out var identity) && identity == line.Message.Identity)
                found.Add(line.Sequence);
        }

        return found;
    }

    private sealed class Session : IJobSinkSession
    {
        private readonly IArchiveWriter _writer;
        private readonly Channel<(ArchivedMessage Line, WorkItem Item)> _lines = Channel.CreateUnbounded<(ArchivedMessage, WorkItem)>(new() { SingleReader = true });

        private readonly Task _writing;

        public Session(IArchiveWriter writer)
        {
            _writer = writer;
            _writing = Task.Run(WriteAsync);
        }

        public string? BlockedReason => null;

        public ValueTask SendAsync(WorkItem item, CancellationToken cancellationToken)
            => _lines.Writer.TryWrite((new ArchivedMessage(item.Sequence, item.Delivery.Message), item)) ? ValueTask.CompletedTask : throw new BrokerException("The archive is closed.");

        public async ValueTask DisposeAsync()
        {
            _lines.Writer.TryComplete();
            await _writing;
            await _writer.DisposeAsync();
        }

        private async Task WriteAsync()
        {
            var batch = new List<(ArchivedMessage Line, WorkItem Item)>();
            while (await _lines.Reader.WaitToReadAsync())
            {
                batch.Clear();
                while (batch.Count < 500 && _lines.Reader.TryRead(out var next))
                    batch.Add(next);
                var outcome = PublishOutcome.Confirmed;
                try
                {
                    await _writer.AppendAsync([.. batch.Select(one => one.Line)], CancellationToken.None);
                }
                catch (Exception failed)
                {
                    outcome = new PublishOutcome(PublishOutcomeKind.Unknown, $"the archive cannot be written: {failed.Message}");
                }

                batch.ForEach(one => one.Item.Told(outcome));
            }
        }
    }
}
