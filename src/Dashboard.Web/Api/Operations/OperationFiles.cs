using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Masking;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Archive;
using Dashboard.Core.Operations.Lines;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Operations;

/// <summary>Reports and archives as files.</summary>
internal static class OperationFiles
{
    private const string Csv = "text/csv";
    private const string JsonLines = "application/x-ndjson";

    public static void MapOperationFiles(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/operations/{id}").WithTags("Operations");
        group.MapGet("report", ReportAsync)
            .Describe("downloadReport", "The whole report", "One line for each message.").Produces<string>(200, Csv, JsonLines).Problems(404);
        group.MapGet("archive", ArchiveAsync)
            .Describe("downloadArchive", "The archive", "One JSON object a line for each message taken, with its body: text where it is UTF-8, else base64. Needs the right to read messages, and is audited.")
            .Produces<string>(200, JsonLines).Problems(404, 503);
    }

    private static async Task<PushStreamHttpResult> ReportAsync(
        [Description("Id of the operation.")] string id, [Description("csv unless told.")] Choice<FileForm>? format, IJobBoard board, HttpContext context)
    {
        var job = await board.NeedAsync(id, context.RequestAborted);
        return format?.Value == FileForm.Jsonl
            ? TypedResults.Stream(stream => WriteOutcomesAsync(board, job.Id, stream, context.RequestAborted), JsonLines, $"operation-{job.Id}.jsonl")
            : TypedResults.Stream(stream => board.WriteReportAsync(job.Id, stream, context.RequestAborted), Csv, $"operation-{job.Id}.csv");
    }

    private static async Task<PushStreamHttpResult> ArchiveAsync(
        [Description("Id of the operation.")] string id, IJobBoard board, IArchiveStore archives, IMessageMasking masking, IAccessGate gate, IAuditLog audit, HttpContext context)
    {
        var job = await board.NeedAsync(id, context.RequestAborted);
        var actor = context.Actor();
        await gate.DemandAsync(actor, Permission.ReadMessages, job.Intent.Connection, $"archive of job {job.Id}", context.RequestAborted);
        if (await archives.CountAsync(job.Id, context.RequestAborted) is not { } count)
            throw ApiException.NotFound("This operation has no archive.");
        await audit.AppendAsync(
            new AuditEntry(actor.Name, "archive.read", AuditOutcome.Allowed, job.Intent.Connection.Value, job.Title, Figures.PluralExact(count, "message"), actor.RemoteAddress, job.Id), context.RequestAborted);
        return TypedResults.Stream(stream => WriteArchiveAsync(archives, masking, actor, job.Id, stream, context.RequestAborted), JsonLines, $"archive-{job.Id}.jsonl");
    }

    private static async Task WriteOutcomesAsync(IJobBoard board, string jobId, Stream destination, CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset += ApiLimits.MaxPage)
        {
            var page = await board.OutcomesAsync(jobId, new OutcomeSearch(Offset: offset, Limit: ApiLimits.MaxPage), cancellationToken);
            foreach (var outcome in page.Outcomes)
            {
                await JsonSerializer.SerializeAsync(destination, OperationMapping.Of(outcome), ApiJson.Options, cancellationToken);
                await destination.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            if (page.Outcomes.Count < ApiLimits.MaxPage)
                return;
        }
    }

    private static async Task WriteArchiveAsync(IArchiveStore archives, IMessageMasking masking, Actor actor, string jobId, Stream destination, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>();
        await foreach (var archived in archives.ReadAsync(jobId, 0, cancellationToken))
        {
            line.ResetWrittenCount();
            MessageJsonLines.Write(line, MessageMask.Hide(archived.Message, masking.HiddenFrom(actor, archived.Message.Source)));
            await destination.WriteAsync(line.WrittenMemory, cancellationToken);
        }
    }
}
