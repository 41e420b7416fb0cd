using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Dashboard.Web.Auth;

/// <summary>Ends open circuits of accounts that were disabled, reset or revoked, within 10 seconds.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, AccountDirectory directory) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(DashboardClaims.Resolve(authenticationState.User, directory) is not null);
}
