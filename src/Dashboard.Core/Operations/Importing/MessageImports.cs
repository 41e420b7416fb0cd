using System.Buffers;
using System.IO.Pipelines;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Lines;
using Dashboard.Core.Operations.Pump;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Core.Operations.Importing;

/// <inheritdoc cref="IMessageImports"/>
internal sealed class MessageImports(
    IAccessGate gate, IAuditLog audit, IArchiveStore archives, IDiskSpace disk, IOptions<OperationsOptions> options, TimeProvider time) : IMessageImports
{
    private const int MaxProblems = 50;
    private const long MaxLineBytes = 64L * 1024 * 1024;
    private const int BatchMessages = 200;
    private const long BatchBytes = 4L * 1024 * 1024;

    public long MaxBytes => options.Value.MaxImportBytes;

    public async Task<ImportedFile> TakeAsync(
        Actor actor, ConnectionId connection, string fileName, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.Transfer, connection, "import of messages", cancellationToken);
        var archiveId = ImportIds.New(time.GetUtcNow());
        await WriteAsync(actor, connection, AuditOutcome.Allowed, archiveId, fileName, cancellationToken);
        ImportedFile? file = null;
        try
        {
            file = await ReadAsync(archiveId, connection, content, progress, cancellationToken);
        }
        catch (IOException broken)
        {
            throw new OperationRefusedException($"Nothing was kept, because the file could not be read or written to its end: {broken.Message}");
        }
        finally
        {
            if (file?.ArchiveId is null)
                archives.Delete(archiveId);
        }

        var outcome = file.ArchiveId is null ? AuditOutcome.Failed : AuditOutcome.Succeeded;
        await WriteAsync(actor, connection, outcome, archiveId, $"{Figures.PluralExact(file.Messages, "message")}, {Figures.PluralExact(file.ProblemCount, "line")} wrong", CancellationToken.None);
        return file;
    }

    public async Task ForgetAsync(Actor actor, string archiveId, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.Transfer, null, $"imported file {archiveId}", cancellationToken);
        if (ImportIds.IsImport(archiveId))
            archives.Delete(archiveId);
    }

    private async Task<ImportedFile> ReadAsync(string archiveId, ConnectionId connection, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var batch = new Batch(await archives.OpenWriterAsync(archiveId, cancellationToken));
        var guard = new DiskGuard(disk, options.Value, time);
        var problems = new List<LineProblem>();
        long number = 0, wrong = 0, bytes = 0;
        await foreach (var line in LinesAsync(content, cancellationToken))
        {
            number++;
            bytes += line.Length + 1;
            if (bytes > MaxBytes + 1)
                throw new OperationRefusedException($"The file has more than {MaxBytes / (1024 * 1024):N0} MiB. Nothing was kept; import it in parts.");
            progress?.Report(bytes);
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            if (MessageLineReader.Read(line, connection, out var problem) is { } message)
            {
                // A file that is refused anyway is only read on to tell what else is wrong.
                if (wrong == 0)
                    await batch.AddAsync(message);
            }
            else if (problem is not null && ++wrong <= MaxProblems)
            {
                problems.Add(new LineProblem(number, problem));
            }

            if (guard.IsLow(out var low))
                throw new OperationRefusedException($"Nothing was kept: {low}.");
        }

        await batch.FlushAsync();
        if (wrong == 0 && batch.Count == 0)
            return new ImportedFile(null, 0, bytes, [new LineProblem(1, "there is no message in the file")], 1);
        return new ImportedFile(wrong == 0 ? archiveId : null, batch.Count, bytes, problems, wrong);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(Stream content, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    yield return buffer.Slice(0, end).ToArray();
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                if (buffer.Length > MaxLineBytes)
                    throw new OperationRefusedException($"A line of the file is longer than {MaxLineBytes / (1024 * 1024):N0} MiB. Nothing was kept.");
                if (read.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                        yield return buffer.ToArray();
                    yield break;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private async Task WriteAsync(Actor actor, ConnectionId connection, AuditOutcome outcome, string archiveId, string detail, CancellationToken cancellationToken)
    {
        try
        {
            await audit.AppendAsync(new AuditEntry(actor.Name, "messages.import", outcome, connection.Value, archiveId, detail, actor.RemoteAddress), cancellationToken);
        }
        catch (AuditUnavailableException unavailable)
        {
            throw new OperationRefusedException($"Nothing was taken, because the audit cannot be written: {unavailable.Message}");
        }
    }

    /// <summary>Writes messages to the archive some at a time: each write goes to the disk.</summary>
    private sealed class Batch(IArchiveWriter writer) : IAsyncDisposable
    {
        private readonly List<ArchivedMessage> _messages = [];
        private long _bytes;

        public long Count { get; private set; }

        public async Task AddAsync(MessageEnvelope message)
        {
            _messages.Add(new ArchivedMessage(++Count, message));
            _bytes += message.BodySize;
            if (_messages.Count >= BatchMessages || _bytes >= BatchBytes)
                await FlushAsync();
        }

        public async Task FlushAsync()
        {
            if (_messages.Count > 0)
                await writer.AppendAsync(_messages, CancellationToken.None);
            _messages.Clear();
            _bytes = 0;
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
