namespace Dashboard.Core.Audit;

/// <summary>What is to be audited.</summary>
/// <param name="Actor">Account name.</param>
/// <param name="Action">Verb in lower case with a dot: <c>messages.read</c>, <c>queue.purge</c>, <c>job.pause</c>, <c>account.create</c>, <c>sign-in</c>.</param>
/// <param name="Outcome">How it stands.</param>
/// <param name="Connection">Connection id; null where it is about none.</param>
/// <param name="Target">What was touched, in words. May hold names from a broker.</param>
/// <param name="Detail">Further facts in words: figures, reasons. Never bodies, never secrets.</param>
/// <param name="RemoteAddress">Where the actor came from.</param>
/// <param name="JobId">The job it belongs to; null for none.</param>
public sealed record AuditEntry(
    string Actor,
    string Action,
    AuditOutcome Outcome,
    string? Connection,
    string Target,
    string? Detail = null,
    string? RemoteAddress = null,
    string? JobId = null);

/// <summary>An audited act as it stands in the log.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">When it was written.</param>
/// <param name="Entry">What was written.</param>
/// <param name="Hash">SHA-256 over the previous record's hash and this record, 64 hexadecimal digits: a changed or missing record breaks the chain.</param>
public sealed record AuditRecord(long Sequence, DateTimeOffset At, AuditEntry Entry, string Hash);
