using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Auth.Keys;

/// <summary>
/// Authenticates a call by the key in <c>Authorization: Bearer bd_…</c> or <c>X-Api-Key</c>. Nothing else counts: a session's cookie, which a browser
/// sends along with whatever a foreign page asks for, is not looked at. Who calls is left in <see cref="ApiCaller"/>.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys, FailedKeys failed, IAuditLog audit)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "api-key";
    public const string HeaderName = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadKey() is not { } text)
            return AuthenticateResult.NoResult();
        var address = Context.Connection.RemoteIpAddress?.ToString();
        var check = keys.Check(text, address);
        if (check.Actor is not { } actor)
        {
            await RefuseAsync(check, address);
            return AuthenticateResult.Fail(check.Objection!);
        }

        await keys.NoteUseAsync(check.Key!);
        Context.Features.Set(new ApiCaller(actor, null, IsLimited: false));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Name), new Claim(ClaimTypes.Role, actor.Role.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var isLimited = Context.Features.Get<ApiCaller>() is { IsLimited: true };
        Response.StatusCode = isLimited ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        if (isLimited)
            Response.Headers.RetryAfter = "60";
        else
            Response.Headers.WWWAuthenticate = "Bearer realm=\"broker-dashboard\"";
        return Task.CompletedTask;
    }

    private async Task RefuseAsync(ApiKeyCheck check, string? address)
    {
        var isLimited = !failed.Note(address);
        Context.Features.Set(new ApiCaller(null, check.Objection, isLimited));
        if (isLimited)
            return;
        try
        {
            var (name, target) = check.Key is { } key ? (key.AuditName, $"API key {key.Name} ({key.Id})") : ("unknown key", "API");
            await audit.AppendAsync(new AuditEntry(name, "api-key.use", AuditOutcome.Denied, null, target, check.Objection, address), Context.RequestAborted);
        }
        catch (AuditUnavailableException)
        {
            // The refusal stands whether or not it could be written down.
        }
    }

    private string? ReadKey()
    {
        var authorization = Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return authorization["Bearer ".Length..].Trim();
        return Request.Headers[HeaderName].ToString() is { Length: > 0 } key ? key.Trim() : null;
    }
}

/// <summary>Who makes this call of the API, or why nobody does. Among the request's features.</summary>
/// <param name="Actor">The key as an actor; null when it will not do.</param>
/// <param name="Objection">What is wrong with the key; null when nothing is.</param>
/// <param name="IsLimited">Too many wrong keys came from this address.</param>
internal sealed record ApiCaller(Actor? Actor, string? Objection, bool IsLimited);
