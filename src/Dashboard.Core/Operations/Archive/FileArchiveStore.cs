using System.Runtime.CompilerServices;
using System.Text.Json;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Storage;

namespace Dashboard.Core.Operations.Archive;

/// <summary>Archives as files of JSON lines, one message a line, body in base64: <c>{jobId}.jsonl</c>.</summary>
public sealed class FileArchiveStore(Func<string> folder) : IArchiveStore
{
    private const byte LineFeed = (byte)'\n';

    public Task<IArchiveWriter> OpenWriterAsync(string jobId, CancellationToken cancellationToken)
        => Task.Run<IArchiveWriter>(
            () =>
            {
                var file = new FileStream(PathOf(jobId), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
                try
                {
                    if (!OperatingSystem.IsWindows())
                        File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    CutTornLine(file);
                    return new Writer(file);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            },
            cancellationToken);

    public async IAsyncEnumerable<ArchivedMessage> ReadAsync(string jobId, long skip, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(jobId)))
            yield break;
        using var reader = new StreamReader(new FileStream(PathOf(jobId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (skip-- > 0 || line.Length == 0)
                continue;
            if (Parse(line) is { } message)
                yield return message;
        }
    }

    public async Task<long?> CountAsync(string jobId, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(jobId)))
            return null;
        long lines = 0;
        var buffer = new byte[1 << 20];
        await using var file = new FileStream(PathOf(jobId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
            lines += buffer.AsSpan(0, read).Count(LineFeed);
        return lines;
    }

    public void Delete(string jobId) => File.Delete(PathOf(jobId));

    public void DeleteImportsBefore(DateTimeOffset time)
    {
        foreach (var file in new DirectoryInfo(folder()).EnumerateFiles(ImportIds.FilePattern).Where(file => file.LastWriteTimeUtc < time.UtcDateTime))
            file.Delete();
    }

    private string PathOf(string jobId) => Path.Combine(folder(), JobIds.Checked(jobId) + ".jsonl");

    /// <summary>A line that a crash cut in two is no message; whatever it was is still in its source.</summary>
    private static ArchivedMessage? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchivedMessage>(line, DashboardJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void CutTornLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineFeed)
                break;
            end--;
        }

        file.SetLength(end);
        file.Position = end;
    }

    private sealed class Writer(FileStream file) : IArchiveWriter
    {
        public async Task AppendAsync(IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellationToken)
        {
            var start = file.Position;
            try
            {
                foreach (var message in messages)
                {
                    await JsonSerializer.SerializeAsync(file, message, DashboardJson.Options, CancellationToken.None);
                    file.WriteByte(LineFeed);
                }

                await Task.Run(() => file.Flush(flushToDisk: true), CancellationToken.None);
            }
            catch
            {
                // Half a batch must not count: cut it off, so that what follows starts on a line of its own.
                file.SetLength(start);
                file.Position = start;
                throw;
            }
        }

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
