namespace Dashboard.Core.Audit;

/// <summary>The audit: append-only, durable when a call returns, tamper-evident.</summary>
public interface IAuditLog
{
    /// <summary>Writes one record, durably.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written: what was to be audited must not happen.</exception>
    Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Records, newest first.</summary>
    Task<AuditPage> SearchAsync(AuditSearch search, CancellationToken cancellationToken);

    /// <summary>Walks the chain from the first record kept: null when whole, else the first sequence that does not fit.</summary>
    Task<long?> FindBreakAsync(CancellationToken cancellationToken);
}

/// <summary>What to search for; null or empty means any. Text is matched without case in actor, action, target and detail.</summary>
public sealed record AuditSearch
{
    public string Text { get; init; } = "";

    public string? Actor { get; init; }

    public string? Action { get; init; }

    public string? Connection { get; init; }

    public AuditOutcome? Outcome { get; init; }

    public string? JobId { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public int Offset { get; init; }

    /// <summary>At most this many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Some records and how many match in all.</summary>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, long Total);

/// <summary>The audit could not be written. The act it was for was refused.</summary>
public sealed class AuditUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
