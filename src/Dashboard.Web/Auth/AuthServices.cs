using System.Threading.RateLimiting;
using Dashboard.Core.Access;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Auth;

internal static class AuthServices
{
    /// <summary>Cookies, accounts, the one-time link; nothing is open to strangers unless it says so itself.</summary>
    public static IServiceCollection AddDashboardAuth(this IServiceCollection services)
    {
        services.AddSingleton<Passwords>();
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<IAccountDirectory, Standings>();
        services.AddSingleton(SqliteApiKeyStore.Schema);
        services.AddSingleton<SqliteApiKeyStore>();
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<FailedKeys>();
        services.AddSingleton(SqliteAccountStore.Schema);
        services.AddSingleton<IAccountStore, SqliteAccountStore>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<SignInLink>();
        services.AddSingleton<SessionCookies>();
        services.AddScoped<CircuitOrigin>();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();

        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "broker-dashboard";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(SessionCookies);
        }).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<DashboardOptions>((cookie, options) => cookie.ExpireTimeSpan = TimeSpan.FromHours(options.Auth.SessionHours));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, token) =>
                new(context.HttpContext.Response.WriteAsync("Too many tries. Wait a minute and try again.", token));
            limiter.AddPolicy(SignInEndpoints.RateLimit, context => RateLimitPartition.GetSlidingWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new SlidingWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        });
        return services;
    }
}
