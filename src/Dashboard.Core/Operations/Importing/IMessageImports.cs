using Dashboard.Core.Access;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Importing;

/// <summary>
/// Takes files of JSON lines, as an export writes them, to the disk of the dashboard. What was taken is published by a restore from
/// <see cref="ImportedFile.ArchiveId"/>: planned, confirmed and accounted for like any other job.
/// </summary>
public interface IMessageImports
{
    /// <summary>Files larger than this are refused.</summary>
    long MaxBytes { get; }

    /// <summary>Reads a file to its end and keeps its messages, or keeps nothing where a line is wrong.</summary>
    /// <param name="actor">Who brings it.</param>
    /// <param name="connection">Where its messages are to go.</param>
    /// <param name="fileName">What it is called, for the audit; hostile text.</param>
    /// <param name="content">The file; read once, from where it stands.</param>
    /// <param name="progress">Told the bytes read; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept.</param>
    /// <exception cref="AccessDeniedException">The actor may not restore messages.</exception>
    /// <exception cref="OperationRefusedException">It is too large, the disk is nearly full, or the audit cannot be written. Nothing is kept.</exception>
    Task<ImportedFile> TakeAsync(Actor actor, ConnectionId connection, string fileName, Stream content, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Throws a file away that is not to be published after all.</summary>
    /// <exception cref="AccessDeniedException">The actor may not restore messages.</exception>
    Task ForgetAsync(Actor actor, string archiveId, CancellationToken cancellationToken);
}

/// <summary>What became of a file.</summary>
/// <param name="ArchiveId">What a restore names; null where nothing was kept.</param>
/// <param name="Messages">Messages in it.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Problems">The first lines that are wrong, each with its number.</param>
/// <param name="ProblemCount">How many lines are wrong among those read.</param>
public sealed record ImportedFile(string? ArchiveId, long Messages, long Bytes, IReadOnlyList<LineProblem> Problems, long ProblemCount);

/// <summary>A line that cannot be imported.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">What is wrong with it.</param>
public sealed record LineProblem(long Line, string Text);
