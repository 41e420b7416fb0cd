using Dashboard.Core.Access;
using Dashboard.Web.Api.Accounts;
using Dashboard.Web.Api.Audit;
using Dashboard.Web.Api.Connections;
using Dashboard.Web.Api.Definitions;
using Dashboard.Web.Api.Editing;
using Dashboard.Web.Api.Findings;
using Dashboard.Web.Api.Messages;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Operations;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Api.Sections;
using Dashboard.Web.Api.Topology;
using Dashboard.Web.Api.Views;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Metrics;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Api;

/// <summary>The REST API: its services, its place in the pipeline, its endpoints. <c>docs/api.md</c> is for those who call it.</summary>
internal static class ApiRoutes
{
    public const string Base = "/api/v1";

    // Beside the API: what programs ask for too.
    private static readonly PathString[] Answers = [MetricsEndpoint.Path, "/openapi"];

    private static readonly AuthorizationPolicy ByKey = new AuthorizationPolicyBuilder(ApiKeyHandler.SchemeName).RequireAuthenticatedUser().Build();

    // The document is for people too, and a GET of it changes nothing: here, and only here, a session will do.
    private static readonly AuthorizationPolicy ByKeyOrSession =
        new AuthorizationPolicyBuilder(ApiKeyHandler.SchemeName, CookieAuthenticationDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build();

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton(SqliteIdempotencyKeys.Schema);
        services.AddSingleton<SqliteIdempotencyKeys>();
        services.AddSingleton<PublishCall>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(ApiJson.Configure);
        return services.AddApiDocument();
    }

    /// <summary>Has everything below the API end in problem documents. To stand before routing.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app) =>
        app.UseWhen(context => IsApi(context) || Answers.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)), api => api.UseMiddleware<ProblemMiddleware>());

    /// <summary>
    /// Answers what routing made up for the API: no path, wrong method, wrong type of body. Nobody's rights are asked for that. To stand behind routing.
    /// </summary>
    public static IApplicationBuilder UseApiMisses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!IsApi(context) || context.GetEndpoint() is RouteEndpoint)
            return next(context);
        if (context.GetEndpoint()?.RequestDelegate is { } made)
            return made(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Base)
            .RequireAuthorization(ByKey)
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(ApiLimits.MaxRequestBytes))
            .AddEndpointFilter(DemandViewAsync);
        foreach (var status in new[] { 400, 401, 403, 429, 500 })
            api.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]));
        api.MapConnections();
        api.MapConnectionSettings();
        api.MapSections();
        api.MapActions();
        api.MapSettingsInForce();
        api.MapDefinitions();
        api.MapTopology();
        api.MapViews();
        api.MapFindings();
        api.MapMessages();
        api.MapImports();
        api.MapPlans();
        api.MapOperations();
        api.MapOperationFiles();
        api.MapAudit();
        api.MapAccounts();
        api.MapKeys();
        routes.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(ByKeyOrSession);
    }

    // The least right; what needs more is asked for in the services.
    private static async ValueTask<object?> DemandViewAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var gate = context.RequestServices.GetRequiredService<IAccessGate>();
        await gate.DemandAsync(context.Actor(), Permission.ViewSnapshots, null, "API", context.RequestAborted);
        return await next(invocation);
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
