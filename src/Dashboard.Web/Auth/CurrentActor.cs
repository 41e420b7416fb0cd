using System.Security.Claims;
using Dashboard.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Auth;

/// <summary>Finds the actor of a circuit or of a plain request.</summary>
internal sealed class CurrentActor(
    AccountDirectory directory,
    AuthenticationStateProvider authentication,
    CircuitOrigin origin,
    IHttpContextAccessor accessor) : ICurrentActor
{
    private static readonly Actor Nobody = new("nobody", Role.Viewer);

    public async ValueTask<Actor> GetAsync()
    {
        // A plain request has its own user; in a circuit the accessor is empty or holds the request that opened it.
        var user = origin.RemoteAddress is null && accessor.HttpContext is { } context ? context.User : await UserOfCircuitAsync();
        return DashboardClaims.Resolve(user, directory) is { } account
            ? new Actor(account.Name, account.Role, origin.RemoteAddress ?? accessor.HttpContext?.Connection.RemoteIpAddress?.ToString())
            : throw new AccessDeniedException(Nobody, Permission.ViewSnapshots);
    }

    private async Task<ClaimsPrincipal> UserOfCircuitAsync() => (await authentication.GetAuthenticationStateAsync()).User;
}
