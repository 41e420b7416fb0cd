using System.ComponentModel;
using System.Text;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Definitions;

/// <summary>Definitions: out as the broker's own file, in by a comparison whose changes are planned as an import.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{connection}/definitions").WithTags("Definitions");
        group.MapGet("", ExportAsync)
            .Describe("exportDefinitions", "What the broker holds, as its own definitions file", "No messages. Needs the right to manage topology; audited.")
            .Produces<string>(200, "application/json").Problems(404).AsksBroker();
        group.MapPost("compare", CompareAsync)
            .Describe("compareDefinitions", "Compare a definitions file with what is there", "Object by object; changes nothing. What is chosen of it is planned as an operation of the kind import. Needs the right to manage topology.")
            .Problems(404).TakesBody().AsksBroker();
    }

    private static async Task<FileContentHttpResult> ExportAsync(
        [Description("Id of the connection.")] string connection,
        [Description("One vhost; the whole broker unless told.")] string? scope,
        [Description("With password hashes and credentials in addresses; without unless told.")] bool? withSecrets,
        ISnapshotStore snapshots,
        IDefinitionExchange definitions,
        TimeProvider time,
        HttpContext context)
    {
        var (id, format) = Need(snapshots, definitions, connection);
        var text = await definitions.ExportAsync(context.Actor(), id, scope, withSecrets ?? false, context.RequestAborted);
        return TypedResults.File(Encoding.UTF8.GetBytes(text), format.MediaType, $"{id}-definitions-{time.GetUtcNow():yyyyMMdd-HHmmss}.{format.Extension}");
    }

    private static async Task<Ok<IReadOnlyList<DefinitionItemDto>>> CompareAsync(
        [Description("Id of the connection.")] string connection,
        CompareRequestDto body,
        ISnapshotStore snapshots,
        IDefinitionExchange definitions,
        HttpContext context)
    {
        var (id, _) = Need(snapshots, definitions, connection);
        var items = await definitions.CompareAsync(context.Actor(), id, body.Text, body.Scope, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<DefinitionItemDto>>([.. items.Select(DefinitionItemDto.Of)]);
    }

    private static (ConnectionId Id, (string Extension, string MediaType) Format) Need(ISnapshotStore snapshots, IDefinitionExchange definitions, string connection)
    {
        var id = snapshots.Need(connection).Connection.Id;
        return (id, definitions.FormatOf(id) ?? throw ApiException.NotFound($"The connection '{connection}' has no definitions."));
    }
}
