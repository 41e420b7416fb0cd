using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Dashboard.Web.Auth;

/// <summary>What the cookie says of who is signed in. The role in it is for show: rights are looked up anew each time.</summary>
internal static class DashboardClaims
{
    private const string Stamp = "stamp";

    public static ClaimsPrincipal For(Account account) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role.ToString()), new(Stamp, account.SecurityStamp)],
        CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The account as it is now, when the session is still good; else null.</summary>
    public static Account? Resolve(ClaimsPrincipal? user, AccountDirectory directory) =>
        user?.Identity is { IsAuthenticated: true, Name: { } name }
        && directory.Find(name) is { IsDisabled: false } account
        && account.SecurityStamp == user.FindFirstValue(Stamp)
            ? account
            : null;
}
