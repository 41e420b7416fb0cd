using System.ComponentModel;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api.Operations;

/// <summary>Planning and confirming: the only road by which the API changes a broker, and the same as the pages'.</summary>
internal static class PlanEndpoints
{
    private static readonly TimeSpan PublishPatience = TimeSpan.FromSeconds(10);

    public static void MapPlans(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Operations");
        group.MapPost("/operations/plans", PlanAsync)
            .Describe("planOperation", "Say what would happen", "Asks the broker for live facts: figures, consequences, what must be typed. Changes nothing.")
            .Problems(404).TakesBody().AsksBroker();
        group.MapPost("/operations/plans/{planId}/dry-run", DryRunAsync)
            .Describe("dryRun", "Look through a plan's selection", "Says how many messages would go where, and how many could not. Takes and sends nothing; looking may leave its trace.")
            .AsksBroker();
        group.MapPost("/operations", SubmitAsync)
            .Describe("submitOperation", "Confirm a plan", "Starts the operation; it goes on without this call. A plan starts one operation, however often and with whatever key it is confirmed.")
            .Problems(422).TakesBody().AsksBroker();
        group.MapPost("/connections/{connection}/publish", PublishAsync)
            .Describe("publishMessage", "Publish a message", "Plans, confirms and waits up to ten seconds for what the broker says. 202: it is still under way.")
            .Produces<PublishResultDto>(StatusCodes.Status202Accepted).Problems(404, 422).TakesBody().AsksBroker();
    }

    private static async Task<Created<PlanDto>> PlanAsync(
        PlanRequestDto request, ISnapshotStore snapshots,
        IConnectionRegistry connections, MessageFilters filters, IOperations operations, HttpContext context)
    {
        var connection = snapshots.Need(request.Connection).Connection;
        var intent = IntentReading.Read(request, connection, connections.Find(connection.Id)?.Find<IMessagePublisher>()?.Form, filters);
        return TypedResults.Created((string?)null, OperationMapping.Of(await operations.PlanAsync(context.Actor(), intent, context.RequestAborted)));
    }

    private static async Task<Ok<DryRunDto>> DryRunAsync([Description("Id of the plan.")] string planId, IOperations operations, HttpContext context) =>
        TypedResults.Ok(OperationMapping.Of(await operations.DryRunAsync(context.Actor(), planId, null, context.RequestAborted)));

    private static async Task<Accepted<OperationDto>> SubmitAsync(
        SubmitRequestDto request,
        [Description("1 to 200 characters of your choice: the same request with the same key starts one operation.")]
        [FromHeader(Name = SqliteIdempotencyKeys.Header)] string? idempotencyKey,
        IOperations operations,
        SqliteIdempotencyKeys keys,
        HttpContext context)
    {
        var actor = context.Actor();
        if (idempotencyKey is not null)
            await keys.ClaimAsync(actor, idempotencyKey, "operations", request, context.RequestAborted);
        var job = await operations.SubmitAsync(actor, request.PlanId, request.Typed, $"plan/{request.PlanId}", context.RequestAborted);
        return TypedResults.Accepted($"{context.Request.PathBase}{ApiRoutes.Base}/operations/{job.Id}", OperationMapping.Of(job));
    }

    private static async Task<Results<Ok<PublishResultDto>, Accepted<PublishResultDto>>> PublishAsync(
        [Description("Id of the connection.")] string connection,
        PublishRequestDto request,
        [Description("1 to 200 characters of your choice: the same request with the same key publishes once.")]
        [FromHeader(Name = SqliteIdempotencyKeys.Header)] string? idempotencyKey,
        ISnapshotStore snapshots,
        PublishCall publish,
        HttpContext context)
    {
        var result = await publish.RunAsync(context.Actor(), snapshots.Need(connection).Connection, request, idempotencyKey, PublishPatience, context.RequestAborted);
        return result.Operation.IsEnded
            ? TypedResults.Ok(result)
            : TypedResults.Accepted($"{context.Request.PathBase}{ApiRoutes.Base}/operations/{result.Operation.Id}", result);
    }
}
