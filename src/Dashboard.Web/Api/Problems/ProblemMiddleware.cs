using System.Diagnostics;
using System.Text.Json;
using Dashboard.Web.Auth.Keys;

namespace Dashboard.Web.Api.Problems;

/// <summary>
/// Sees to it that whatever goes wrong below the API ends in a problem document: exceptions, and statuses that the framework gives without a word.
/// </summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            var problem = ProblemMapping.Of(failure);
            if (problem is null)
            {
                LogFailed(log, failure, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
                problem = Problem.Of(ProblemKind.Internal, "The log of the dashboard says more.");
            }

            await WriteAsync(context, problem);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && ProblemKind.Of(context.Response.StatusCode) is { } kind)
            await WriteAsync(context, Problem.Of(kind, DetailOf(context, kind)));
    }

    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = Problem.ContentType;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        var told = problem with { TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier };
        await context.Response.WriteAsync(JsonSerializer.Serialize(told, ApiJson.Options), context.RequestAborted);
    }

    private static string? DetailOf(HttpContext context, ProblemKind kind)
    {
        if (kind == ProblemKind.Unauthenticated)
            return context.Features.Get<ApiCaller>()?.Objection ?? "Send a key: Authorization: Bearer bd_… A session's cookie is not enough.";
        if (kind == ProblemKind.TooManyFailures)
            return "Wait a minute. Calls with a good key are not held up.";
        if (kind == ProblemKind.MethodNotAllowed)
            return $"Allowed here: {context.Response.Headers.Allow}.";
        return kind == ProblemKind.UnsupportedMediaType ? "Send application/json." : kind == ProblemKind.NotFound ? "No path of the API is like this; /openapi/v1.json lists them." : null;
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string endpoint);
}
