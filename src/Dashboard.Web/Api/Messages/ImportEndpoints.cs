using System.ComponentModel;
using System.Globalization;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api.Messages;

/// <summary>Messages from a file of JSON lines: taken here, published by a planned restore.</summary>
internal static class ImportEndpoints
{
    private const string Lines = "application/x-ndjson";

    public static void MapImports(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{connection}/imports").WithTags("Messages");
        group.MapPost("", TakeAsync)
            .Describe("importMessages", "Take a file of messages", "JSON lines, as an export of the page writes them. It is checked line by line and kept; a restore from its archive, planned and confirmed, publishes it. Needs the right to transfer messages; audited.")
            .Accepts<string>(Lines).WithMetadata(new DisableRequestSizeLimitAttribute()).Problems(404, 409, 503).TakesBody();
        group.MapDelete("{archive}", ForgetAsync)
            .Describe("forgetImport", "Throw a file away that is not to be published after all", "Needs the right to transfer messages.").Problems(404, 409, 503);
    }

    private static async Task<Ok<ImportDto>> TakeAsync(
        [Description("Id of the connection that its messages are to go to.")] string connection,
        [Description("What the file is called, for the audit.")] string? name,
        ISnapshotStore snapshots,
        IMessageImports imports,
        HttpContext context)
    {
        if (name is { Length: > 255 } || name?.Any(char.IsControl) == true)
            throw ApiException.Parameter("name", "A name has at most 255 characters, and none that controls.");
        var taken = await imports.TakeAsync(context.Actor(), snapshots.Need(connection).Connection.Id, name ?? "import.jsonl", context.Request.Body, null, context.RequestAborted);
        if (taken.ProblemCount > 0)
        {
            throw ApiException.Invalid(
                [.. taken.Problems.Select(problem => new FieldProblem { Pointer = $"/{(problem.Line - 1).ToString(CultureInfo.InvariantCulture)}", Detail = $"Line {problem.Line:N0}: {problem.Text}" })]);
        }

        return taken.ArchiveId is { } archive
            ? TypedResults.Ok(new ImportDto { Archive = archive, Messages = taken.Messages, Bytes = taken.Bytes })
            : throw ApiException.Body("", "There is no message in it.");
    }

    private static async Task<NoContent> ForgetAsync(
        [Description("Id of the connection.")] string connection, [Description("The archive, as the import told it.")] string archive, ISnapshotStore snapshots, IMessageImports imports, HttpContext context)
    {
        snapshots.Need(connection);
        await imports.ForgetAsync(context.Actor(), archive, context.RequestAborted);
        return TypedResults.NoContent();
    }
}

/// <summary>A file that was taken. Nothing of it is published yet.</summary>
internal sealed record ImportDto
{
    [Description("For archiveOf of a planned restore.")]
    public required string Archive { get; init; }

    [Description("Messages in it.")]
    public required long Messages { get; init; }

    [Description("Bytes read.")]
    public required long Bytes { get; init; }
}
