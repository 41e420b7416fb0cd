namespace Dashboard.Core.Operations;

/// <summary>Jobs as they stand, for pages and API. Reading only; holds no message contents.</summary>
public interface IJobBoard
{
    /// <summary>Newest first; running ones are always among them.</summary>
    IReadOnlyList<Job> Recent { get; }

    /// <summary>The job, also when it is long past; null when there is none.</summary>
    Task<Job?> FindAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<JobEvent>> TimelineAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Outcomes by message, by sequence, from the ledger.</summary>
    Task<OutcomePage> OutcomesAsync(string jobId, OutcomeSearch search, CancellationToken cancellationToken);

    /// <summary>Writes the whole report as CSV (header line, then one line per message).</summary>
    Task WriteReportAsync(string jobId, Stream destination, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when any job has changed since <paramref name="version"/>; returns the new version. Start with 0, which returns at once.
    /// </summary>
    Task<long> WaitForChangeAsync(long version, CancellationToken cancellationToken);
}

/// <summary>Which outcomes.</summary>
public sealed record OutcomeSearch(MessageOutcomeKind? Kind = null, string Text = "", int Offset = 0, int Limit = 100);

/// <summary>Some outcomes and how many match in all.</summary>
public sealed record OutcomePage(IReadOnlyList<MessageOutcome> Outcomes, long Total);
