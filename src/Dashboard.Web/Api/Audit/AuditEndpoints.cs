using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Components.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Audit;

/// <summary>The audit: search and export, for those who hold the right.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("Audit");
        group.MapGet("", SearchAsync).Describe("searchAudit", "Search the audit", "Newest first. Needs the right to see the audit.").Problems(503);
        group.MapGet("export", ExportAsync)
            .Describe("exportAudit", "The audit as a file", "Every record that matches, newest first. The export itself is audited.")
            .Produces<string>(200, "text/csv", "application/x-ndjson").Problems(503);
    }

    private static async Task<Ok<AuditDto>> SearchAsync(
        [Description("Found without case in actor, action, target and detail.")] string? search,
        [Description("Only this actor.")] string? actor,
        [Description("Only this action.")] string? action,
        [Description("Only this outcome.")] Choice<AuditOutcome>? outcome,
        [Description("Only this connection.")] string? connection,
        [Description("Only of this operation.")] string? operation,
        [Description("Not before.")] DateTimeOffset? from,
        [Description("Not after.")] DateTimeOffset? to,
        [Description("Skip so many.")] int? offset,
        [Description("At most so many, 1 to 1,000; 100 unless told.")] int? limit,
        IAccessGate gate,
        IAuditLog audit,
        HttpContext context)
    {
        var page = ApiContext.Page(offset, limit);
        await gate.DemandAsync(context.Actor(), Permission.ViewAudit, null, "the audit", context.RequestAborted);
        var found = await audit.SearchAsync(
            Search(search, actor, action, outcome?.Value, connection, operation, from, to) with { Offset = page.Offset, Limit = page.Limit }, context.RequestAborted);
        return TypedResults.Ok(new AuditDto { Records = [.. found.Records.Select(Of)], Total = found.Total });
    }

    private static async Task<PushStreamHttpResult> ExportAsync(
        [Description("csv unless told.")] Choice<FileForm>? format,
        [Description("Found without case in actor, action, target and detail.")] string? search,
        [Description("Only this actor.")] string? actor,
        [Description("Only this action.")] string? action,
        [Description("Only this outcome.")] Choice<AuditOutcome>? outcome,
        [Description("Only this connection.")] string? connection,
        [Description("Only of this operation.")] string? operation,
        [Description("Not before.")] DateTimeOffset? from,
        [Description("Not after.")] DateTimeOffset? to,
        IAccessGate gate,
        IAuditLog audit,
        TimeProvider time,
        HttpContext context)
    {
        var exporter = context.Actor();
        var form = format?.Value ?? FileForm.Csv;
        await gate.DemandAsync(exporter, Permission.ViewAudit, null, "export of the audit", context.RequestAborted);
        var choice = Search(search, actor, action, outcome?.Value, connection, operation, from, to);
        // Who carries the audit away stands in the audit.
        await audit.AppendAsync(
            new AuditEntry(exporter.Name, "audit.export", AuditOutcome.Allowed, null, $"audit as {form.ToString().ToLowerInvariant()}", Describe(choice), exporter.RemoteAddress),
            context.RequestAborted);
        var isCsv = form == FileForm.Csv;
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return TypedResults.Stream(
            stream => AuditExport.WriteAsync(audit, choice, isCsv, stream, context.RequestAborted),
            isCsv ? "text/csv" : "application/x-ndjson",
            $"audit-{stamp}.{(isCsv ? "csv" : "jsonl")}");
    }

    private static AuditSearch Search(
        string? text, string? actor, string? action, AuditOutcome? outcome, string? connection, string? operation, DateTimeOffset? from, DateTimeOffset? to) => new()
        {
            Text = text?.Trim() ?? "",
            Actor = actor,
            Action = action,
            Outcome = outcome,
            Connection = connection,
            JobId = operation,
            From = from,
            To = to,
        };

    private static string Describe(AuditSearch search)
    {
        var parts = new (string Name, object? Value)[]
        {
            ("text", search.Text.Length == 0 ? null : search.Text), ("actor", search.Actor), ("action", search.Action), ("outcome", search.Outcome),
            ("connection", search.Connection), ("job", search.JobId), ("from", search.From?.ToString("O", CultureInfo.InvariantCulture)), ("to", search.To?.ToString("O", CultureInfo.InvariantCulture)),
        };
        var words = string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"));
        return words.Length == 0 ? "everything" : words;
    }

    private static AuditRecordDto Of(AuditRecord record) => new()
    {
        Sequence = record.Sequence,
        At = record.At,
        Actor = record.Entry.Actor,
        Action = record.Entry.Action,
        Outcome = record.Entry.Outcome,
        Connection = record.Entry.Connection,
        Target = record.Entry.Target,
        Detail = record.Entry.Detail,
        RemoteAddress = record.Entry.RemoteAddress,
        Operation = record.Entry.JobId,
        Hash = record.Hash,
    };
}

/// <summary>Some records of the audit.</summary>
internal sealed record AuditDto
{
    [Description("Newest first.")]
    public required IReadOnlyList<AuditRecordDto> Records { get; init; }

    [Description("How many match in all.")]
    public required long Total { get; init; }
}

/// <summary>One record.</summary>
internal sealed record AuditRecordDto
{
    [Description("From 1, without gaps.")]
    public required long Sequence { get; init; }

    [Description("When it was written.")]
    public required DateTimeOffset At { get; init; }

    [Description("Account, or key and maker.")]
    public required string Actor { get; init; }

    [Description("What: messages.read, job.pause, api-key.create.")]
    public required string Action { get; init; }

    [Description("How it stands. Allowed is written before the act.")]
    public required AuditOutcome Outcome { get; init; }

    [Description("Id of the connection; null where it is about none.")]
    public required string? Connection { get; init; }

    [Description("What was touched.")]
    public required string Target { get; init; }

    [Description("Figures and reasons.")]
    public required string? Detail { get; init; }

    [Description("Where the actor came from.")]
    public required string? RemoteAddress { get; init; }

    [Description("The operation it belongs to.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operation { get; init; }

    [Description("SHA-256 over the record before and this one.")]
    public required string Hash { get; init; }
}
