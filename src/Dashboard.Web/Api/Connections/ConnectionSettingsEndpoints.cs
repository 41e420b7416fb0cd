using System.ComponentModel;
using Dashboard.Core.Access;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Connections;

/// <summary>What admins do with connections, through the service that the page uses.</summary>
internal static class ConnectionSettingsEndpoints
{
    public static void MapConnectionSettings(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connection-settings").WithTags("Connection settings");
        group.MapGet("", ListAsync).Describe("listConnectionSettings", "How all connections are set up", "Those from files first. Secrets are never told. Needs the right to manage connections.");
        group.MapGet("{connection}", FindAsync).Describe("getConnectionSettings", "How one connection is set up", "Without secrets. Needs the right to manage connections.").Problems(404);
        group.MapPost("", AddAsync)
            .Describe("addConnection", "Add a connection", "It is saved, with its secrets encrypted, and opened at once. Needs the right to manage connections; audited.")
            .TakesBody().Problems(409, 503);
        group.MapPost("test", TestAsync)
            .Describe("testConnection", "Try a connection out", "Tries every way in and saves nothing. With the id of a stored connection, secrets that are left out are the stored ones. Needs the right to manage connections; audited.")
            .TakesBody().Problems(409, 503);
        group.MapPut("{connection}", ChangeAsync)
            .Describe("changeConnection", "Change a connection", "Replaces all of its settings and opens it anew. Refused for one from a file, and while an operation works there. Needs the right to manage connections; audited.")
            .TakesBody().Problems(404, 409, 503);
        group.MapDelete("{connection}", RemoveAsync)
            .Describe("removeConnection", "Remove a connection", "With its credentials. The broker is not touched; operations and audit stay. Refused for one from a file, and while an operation works there. Needs the right to manage connections; audited.")
            .Problems(404, 409, 503);
        api.MapGroup("/connection-kinds").WithTags("Connection settings").MapGet("", KindsAsync)
            .Describe("listConnectionKinds", "Kinds of brokers and their settings", "What can stand in the settings of a connection. Needs the right to manage connections.");
    }

    private static async Task<Ok<IReadOnlyList<ConnectionSettingsDto>>> ListAsync(ConnectionAdministration service, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<ConnectionSettingsDto>>([.. (await service.ListAsync(context.Actor(), context.RequestAborted)).Select(ConnectionSettingsDto.Of)]);

    private static async Task<Ok<ConnectionSettingsDto>> FindAsync([Description("Id of the connection.")] string connection, ConnectionAdministration service, HttpContext context) =>
        TypedResults.Ok(await NeedAsync(service, context, connection));

    private static async Task<Created<ConnectionSettingsDto>> AddAsync(NewConnectionDto body, ConnectionAdministration service, HttpContext context)
    {
        await service.AddAsync(context.Actor(), body.ToDraft(body.Id), context.RequestAborted);
        return TypedResults.Created($"{ApiRoutes.Base}/connection-settings/{body.Id}", await NeedAsync(service, context, body.Id));
    }

    private static async Task<Ok<IReadOnlyList<ProbeStepDto>>> TestAsync(NewConnectionDto body, ConnectionAdministration service, HttpContext context)
    {
        var steps = await service.TestAsync(context.Actor(), body.ToDraft(body.Id), context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<ProbeStepDto>>([.. steps.Select(step => new ProbeStepDto { Title = step.Title, Tone = step.Tone, Words = step.Words })]);
    }

    private static async Task<Ok<ConnectionSettingsDto>> ChangeAsync(
        [Description("Id of the connection.")] string connection, ConnectionChangeDto body, ConnectionAdministration service, HttpContext context)
    {
        await NeedAsync(service, context, connection);
        await service.ChangeAsync(context.Actor(), body.ToDraft(connection), context.RequestAborted);
        return TypedResults.Ok(await NeedAsync(service, context, connection));
    }

    private static async Task<NoContent> RemoveAsync([Description("Id of the connection.")] string connection, ConnectionAdministration service, HttpContext context)
    {
        await NeedAsync(service, context, connection);
        await service.RemoveAsync(context.Actor(), connection, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<ConnectionKindDto>>> KindsAsync(ConnectionAdministration service, IAccessGate gate, HttpContext context)
    {
        await gate.DemandAsync(context.Actor(), Permission.ManageConnections, null, "kinds of connections", context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<ConnectionKindDto>>([.. service.Kinds.Select(ConnectionKindDto.Of)]);
    }

    private static async Task<ConnectionSettingsDto> NeedAsync(ConnectionAdministration service, HttpContext context, string id) =>
        (await service.ListAsync(context.Actor(), context.RequestAborted)).FirstOrDefault(c => c.Info.Id.Value == id) is { } found
            ? ConnectionSettingsDto.Of(found)
            : throw ApiException.NotFound($"No connection '{id}' is configured.");
}
