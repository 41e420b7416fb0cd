using Dashboard.Core.Audit;

namespace Dashboard.Web.Storage.Audit;

/// <summary>An audit record as the table has it.</summary>
internal sealed record AuditRow
{
    public const string Select =
        "SELECT sequence AS Sequence, at AS At, actor AS Actor, action AS Action, outcome AS Outcome, connection AS Connection, target AS Target, "
        + "detail AS Detail, remote_address AS RemoteAddress, job_id AS JobId, hash AS Hash FROM audit";

    public const string Insert =
        "INSERT INTO audit (sequence, at, actor, action, outcome, connection, target, detail, remote_address, job_id, hash) "
        + "VALUES (@Sequence, @At, @Actor, @Action, @Outcome, @Connection, @Target, @Detail, @RemoteAddress, @JobId, @Hash)";

    public long Sequence { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Action { get; init; } = "";

    public string Outcome { get; init; } = "";

    public string? Connection { get; init; }

    public string Target { get; init; } = "";

    public string? Detail { get; init; }

    public string? RemoteAddress { get; init; }

    public string? JobId { get; init; }

    public string Hash { get; init; } = "";

    public static AuditRow Of(AuditRecord record) => new()
    {
        Sequence = record.Sequence,
        At = record.At.ToUnixTimeMilliseconds(),
        Actor = record.Entry.Actor,
        Action = record.Entry.Action,
        Outcome = record.Entry.Outcome.ToString(),
        Connection = record.Entry.Connection,
        Target = record.Entry.Target,
        Detail = record.Entry.Detail,
        RemoteAddress = record.Entry.RemoteAddress,
        JobId = record.Entry.JobId,
        Hash = record.Hash,
    };

    public AuditRecord ToRecord() => new(
        Sequence,
        DateTimeOffset.FromUnixTimeMilliseconds(At),
        new AuditEntry(Actor, Action, Enum.Parse<AuditOutcome>(Outcome), Connection, Target, Detail, RemoteAddress, JobId),
        Hash);
}
