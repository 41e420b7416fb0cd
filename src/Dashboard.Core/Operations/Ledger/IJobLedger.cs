namespace Dashboard.Core.Operations.Ledger;

/// <summary>
/// The memory of one job: what it was about to do and what became of it, message by message. Lines are only ever added. A call that has
/// returned has its lines on the disk. Calls may overlap; lines of one call stay together and in order.
/// </summary>
public interface IJobLedger : IAsyncDisposable
{
    /// <summary>Adds lines, all or none.</summary>
    /// <exception cref="LedgerException">They could not be written: what they announce must not happen.</exception>
    Task AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken);

    /// <summary>Keeps a number; a later one of the same name replaces it.</summary>
    /// <exception cref="LedgerException">It could not be written.</exception>
    Task SetFactAsync(string name, long value, CancellationToken cancellationToken);

    /// <summary>
    /// Says that a fault has struck: every row that was under way becomes uncertain, <see cref="LedgerStep.Doubtful"/> or
    /// <see cref="LedgerStep.Unsettled"/>. Nothing must be under way when it is called. Returns how many.
    /// </summary>
    /// <exception cref="LedgerException">It could not be written.</exception>
    Task<long> MarkFaultAsync(string reason, CancellationToken cancellationToken);

    /// <summary>Everything added so far.</summary>
    /// <param name="withClosed">Give closed rows as well: for a source that keeps what was delivered, and for picked messages.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LedgerException">It could not be read.</exception>
    Task<LedgerState> LoadAsync(bool withClosed, CancellationToken cancellationToken);
}

/// <summary>Keeps the ledgers of all jobs.</summary>
public interface IJobLedgerStore
{
    /// <summary>Opens a job's ledger for writing, made where it is missing. One at a time for each job.</summary>
    /// <exception cref="LedgerException">It cannot be opened.</exception>
    Task<IJobLedger> OpenAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Outcomes by sequence, also while the job runs; empty where the job has no ledger.</summary>
    Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> outcomes with a higher sequence, by sequence: for walking through all.</summary>
    Task<IReadOnlyList<MessageOutcome>> OutcomesAfterAsync(string jobId, long sequence, int limit, CancellationToken cancellationToken);

    /// <summary>The places of a log whose messages are at their target, by what stands in the ledger now; empty where the job has no ledger.</summary>
    Task<IReadOnlyList<Capabilities.LogRange>> DeliveredAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Removes the ledger; nothing where there is none.</summary>
    Task DeleteAsync(string jobId, CancellationToken cancellationToken);
}

/// <summary>A ledger could not be read or written: disk full, file damaged. Whatever was to be recorded first must not be done.</summary>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
