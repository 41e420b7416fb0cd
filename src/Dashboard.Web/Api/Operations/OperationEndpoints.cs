using System.ComponentModel;
using Dashboard.Core.Operations;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Operations;

/// <summary>Operations as they stand, and their control.</summary>
internal static class OperationEndpoints
{
    public static void MapOperations(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/operations").WithTags("Operations");
        group.MapGet("", List).Describe("listOperations", "Operations, newest first", "The 500 latest, and all that have not ended.");
        group.MapGet("{id}", FindAsync).Describe("getOperation", "One operation", "As it stands now.").Problems(404);
        group.MapGet("{id}/timeline", TimelineAsync).Describe("getTimeline", "What happened in an operation", "Oldest first.").Problems(404);
        group.MapGet("{id}/outcomes", OutcomesAsync).Describe("listOutcomes", "What became of each message", "By number; report has all of them as a file.").Problems(404);
        Control(group.MapPost("{id}/pause", PauseAsync), "pauseOperation", "Pause", "What is under way settles first.");
        Control(group.MapPost("{id}/resume", ResumeAsync), "resumeOperation", "Resume", "Goes on from its ledger; after a canary, it approves the rest.");
        Control(group.MapPost("{id}/cancel", CancelAsync), "cancelOperation", "Cancel", "What is under way settles first; what was not taken stays.");
        Control(group.MapPut("{id}/rate-limit", LimitAsync), "limitOperation", "Change the rate limit", "Also while it runs.").TakesBody();
    }

    private static RouteHandlerBuilder Control(RouteHandlerBuilder endpoint, string id, string summary, string description) =>
        endpoint.Describe(id, summary, description).Problems(404, 409, 503);

    private static Ok<OperationsDto> List(
        [Description("Only those in this state.")] Choice<JobState>? state,
        [Description("Only those of this connection.")] string? connection,
        [Description("Skip so many.")] int? offset,
        [Description("At most so many, 1 to 1,000; 100 unless told.")] int? limit,
        IJobBoard board)
    {
        var page = ApiContext.Page(offset, limit);
        var jobs = board.Recent.Where(job => (state is null || job.State == state.Value.Value) && (connection is null || job.Intent.Connection.Value == connection)).ToList();
        return TypedResults.Ok(new OperationsDto { Operations = [.. jobs.Skip(page.Offset).Take(page.Limit).Select(OperationMapping.Of)], Total = jobs.Count });
    }

    private static async Task<Ok<OperationDto>> FindAsync([Description("Id of the operation.")] string id, IJobBoard board, HttpContext context) =>
        TypedResults.Ok(OperationMapping.Of(await board.NeedAsync(id, context.RequestAborted)));

    private static async Task<Ok<IReadOnlyList<TimelineEntryDto>>> TimelineAsync([Description("Id of the operation.")] string id, IJobBoard board, HttpContext context)
    {
        var job = await board.NeedAsync(id, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<TimelineEntryDto>>([.. (await board.TimelineAsync(job.Id, context.RequestAborted)).Select(OperationMapping.Of)]);
    }

    private static async Task<Ok<OutcomesDto>> OutcomesAsync(
        [Description("Id of the operation.")] string id,
        [Description("Only this outcome.")] Choice<MessageOutcomeKind>? outcome,
        [Description("Found in identity, target or detail.")] string? search,
        [Description("Skip so many.")] int? offset,
        [Description("At most so many, 1 to 1,000; 100 unless told.")] int? limit,
        IJobBoard board,
        HttpContext context)
    {
        var page = ApiContext.Page(offset, limit);
        var job = await board.NeedAsync(id, context.RequestAborted);
        var found = await board.OutcomesAsync(job.Id, new OutcomeSearch(outcome?.Value, search ?? "", page.Offset, page.Limit), context.RequestAborted);
        return TypedResults.Ok(new OutcomesDto { Outcomes = [.. found.Outcomes.Select(OperationMapping.Of)], Total = found.Total });
    }

    private static Task<Ok<OperationDto>> PauseAsync([Description("Id of the operation.")] string id, IOperations operations, IJobBoard board, HttpContext context) =>
        DoAsync(id, board, context, () => operations.PauseAsync(context.Actor(), id, CancellationToken.None));

    private static Task<Ok<OperationDto>> ResumeAsync([Description("Id of the operation.")] string id, IOperations operations, IJobBoard board, HttpContext context) =>
        DoAsync(id, board, context, () => operations.ResumeAsync(context.Actor(), id, CancellationToken.None));

    private static Task<Ok<OperationDto>> CancelAsync([Description("Id of the operation.")] string id, IOperations operations, IJobBoard board, HttpContext context) =>
        DoAsync(id, board, context, () => operations.CancelAsync(context.Actor(), id, CancellationToken.None));

    private static Task<Ok<OperationDto>> LimitAsync(
        [Description("Id of the operation.")] string id, RateLimitDto request, IOperations operations, IJobBoard board, HttpContext context)
    {
        if (request.PerSecond is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw ApiException.Body("/perSecond", "The limit is more than 0, or null for none.");
        return DoAsync(id, board, context, () => operations.LimitRateAsync(context.Actor(), id, request.PerSecond, CancellationToken.None));
    }

    private static async Task<Ok<OperationDto>> DoAsync(string id, IJobBoard board, HttpContext context, Func<Task> act)
    {
        await board.NeedAsync(id, context.RequestAborted);
        await act();
        return TypedResults.Ok(OperationMapping.Of(await board.NeedAsync(id, CancellationToken.None)));
    }
}
