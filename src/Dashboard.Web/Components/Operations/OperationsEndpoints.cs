using System.Globalization;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Audit;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Components.Operations;

/// <summary>Downloads of the pages about operations and audit. Authorised like the pages; answers are files, never markup.</summary>
internal static class OperationsEndpoints
{
    public static void MapOperationsEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/operations/{jobId}/report.csv", ReportAsync);
        routes.MapGet("/audit/export.{format:regex(^(csv|jsonl)$)}", ExportAuditAsync);
    }

    private static async Task<IResult> ReportAsync(string jobId, ICurrentActor current, IAccessGate gate, IJobBoard board, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        try
        {
            await gate.DemandAsync(await current.GetAsync(), Permission.ViewSnapshots, null, $"report of job {jobId}", cancellationToken);
        }
        catch (AccessDeniedException denied)
        {
            return Denied(denied);
        }

        if (await board.FindAsync(jobId, cancellationToken) is not { } job)
            return Results.NotFound();
        return Results.Stream(
            stream => board.WriteReportAsync(job.Id, stream, cancellationToken), "text/csv; charset=utf-8", $"operation-{SafeName(job.Id)}.csv");
    }

    private static async Task<IResult> ExportAuditAsync(
        string format,
        [FromQuery(Name = "q")] string? text,
        [FromQuery] string? actor,
        [FromQuery] string? action,
        [FromQuery] string? outcome,
        [FromQuery] string? connection,
        [FromQuery] string? from,
        [FromQuery] string? to,
        ICurrentActor current,
        IAccessGate gate,
        IAuditLog audit,
        TimeProvider time,
        HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var choice = new AuditChoice(text ?? "", actor ?? "", action ?? "", outcome ?? "", connection ?? "", from ?? "", to ?? "");
        Actor exporter;
        try
        {
            exporter = await current.GetAsync();
            await gate.DemandAsync(exporter, Permission.ViewAudit, null, "export of the audit", cancellationToken);
        }
        catch (AccessDeniedException denied)
        {
            return Denied(denied);
        }

        // Who carries the audit away stands in the audit.
        await audit.AppendAsync(
            new AuditEntry(exporter.Name, "audit.export", AuditOutcome.Allowed, null, $"audit as {format}", choice.Describe(), exporter.RemoteAddress), cancellationToken);
        var isCsv = format == "csv";
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return Results.Stream(
            stream => AuditExport.WriteAsync(audit, choice.ToSearch(), isCsv, stream, cancellationToken),
            isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson",
            $"audit-{stamp}.{format}");
    }

    private static IResult Denied(AccessDeniedException denied) => Results.Text(denied.Message, "text/plain", statusCode: StatusCodes.Status403Forbidden);

    private static string SafeName(string id) => string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
