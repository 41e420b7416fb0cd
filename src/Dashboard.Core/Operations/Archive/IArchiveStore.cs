using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Archive;

/// <summary>Files with whole messages: what a purge threw away, what a job could not put back.</summary>
public interface IArchiveStore
{
    /// <summary>Opens a job's archive for adding; an incomplete last line, left by a crash, is cut off.</summary>
    Task<IArchiveWriter> OpenWriterAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Messages in the order they were written, after skipping some.</summary>
    IAsyncEnumerable<ArchivedMessage> ReadAsync(string jobId, long skip, CancellationToken cancellationToken);

    /// <summary>How many messages it holds; null where there is no archive.</summary>
    Task<long?> CountAsync(string jobId, CancellationToken cancellationToken);

    void Delete(string jobId);

    /// <summary>Deletes imported files that were last written before a time.</summary>
    void DeleteImportsBefore(DateTimeOffset time);
}

/// <summary>Adds to one archive.</summary>
public interface IArchiveWriter : IAsyncDisposable
{
    /// <summary>Adds messages; on the disk when it returns.</summary>
    /// <exception cref="IOException">They could not be written: they must not be removed.</exception>
    Task AppendAsync(IReadOnlyList<ArchivedMessage> messages, CancellationToken cancellationToken);
}

/// <summary>One line of an archive.</summary>
/// <param name="Sequence">Its number in the job that wrote it.</param>
/// <param name="Message">The message, with everything it had.</param>
public sealed record ArchivedMessage(long Sequence, MessageEnvelope Message);
