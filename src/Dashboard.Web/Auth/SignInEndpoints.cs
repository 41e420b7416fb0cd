using System.Security.Claims;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Web.Auth;

/// <summary>The requests behind signing in and out; the form itself is <c>Components/Access/SignIn.razor</c>.</summary>
internal static class SignInEndpoints
{
    public const string RateLimit = "sign-in";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInLink.Path, ByLinkAsync).AllowAnonymous().RequireRateLimiting(RateLimit);

        // The handlers check the antiforgery token themselves, so that a form that is too old is told in words.
        routes.MapPost("/sign-in/password", ByPasswordAsync).AllowAnonymous().RequireRateLimiting(RateLimit).DisableAntiforgery();
        routes.MapPost("/sign-out", SignOutAsync).DisableAntiforgery();
        routes.MapPost("/account/password", ChangePasswordAsync).RequireRateLimiting(RateLimit).DisableAntiforgery();
    }

    private static async Task<IResult> ByLinkAsync(string? token, string? returnUrl, SignInLink link, Accounts accounts, HttpContext context)
    {
        if (token is null || !link.Redeem(token))
            return ToForm(returnUrl, "This link was used or is out of date. The console of the dashboard shows the present one.");
        var result = await accounts.SignInFromConsoleAsync(RemoteAddress(context), context.RequestAborted);
        return await FinishAsync(result, returnUrl, context);
    }

    private static async Task<IResult> ByPasswordAsync(
        [FromForm] string? name,
        [FromForm] string? password,
        [FromForm] string? returnUrl,
        Accounts accounts,
        IAntiforgery antiforgery,
        HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return ToForm(returnUrl, "The form was too old. Try again.");
        if (name is not { Length: > 0 and <= 64 } || password is not { Length: > 0 and <= 256 })
            return ToForm(returnUrl, "Give a name and a password.");
        var result = await accounts.SignInAsync(name.Trim(), password, RemoteAddress(context), context.RequestAborted);
        return await FinishAsync(result, returnUrl, context);
    }

    private static async Task<IResult> SignOutAsync(IAuditLog audit, IAntiforgery antiforgery, HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        var name = context.User.FindFirstValue(ClaimTypes.Name) ?? "";
        await audit.AppendAsync(new(name, "sign-out", AuditOutcome.Succeeded, null, $"account {name}", null, RemoteAddress(context)), context.RequestAborted);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect("~/sign-in");
    }

    private static async Task<IResult> ChangePasswordAsync(
        [FromForm] string? oldPassword,
        [FromForm] string? newPassword,
        [FromForm] string? again,
        Accounts accounts,
        ICurrentActor current,
        IAntiforgery antiforgery,
        HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return ToPassword("The form was too old. Try again.");
        if (newPassword is null || newPassword != again)
            return ToPassword("The two new passwords differ.");
        try
        {
            var account = await accounts.ChangeOwnPasswordAsync(await current.GetAsync(), oldPassword ?? "", newPassword, context.RequestAborted);
            await SignInAsync(context, account);
            return Results.LocalRedirect("~/account?changed=1");
        }
        catch (Exception e) when (e is AccountRefusedException or AccessDeniedException)
        {
            return ToPassword(e.Message);
        }
    }

    private static async Task<IResult> FinishAsync(SignInResult result, string? returnUrl, HttpContext context)
    {
        if (result.Account is not { } account)
            return ToForm(returnUrl, result.Objection);
        await SignInAsync(context, account);
        return Results.LocalRedirect(account.MustChangePassword ? "~/account" : LocalOrHome(returnUrl));
    }

    private static Task SignInAsync(HttpContext context, Account account) =>
        context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, DashboardClaims.For(account), new AuthenticationProperties { IsPersistent = true });

    private static IResult ToForm(string? returnUrl, string? objection) =>
        Results.LocalRedirect($"~/sign-in?objection={Uri.EscapeDataString(objection ?? "")}&returnUrl={Uri.EscapeDataString(returnUrl ?? "")}");

    private static IResult ToPassword(string objection) => Results.LocalRedirect($"~/account?objection={Uri.EscapeDataString(objection)}");

    // Only paths of our own: "//elsewhere" and "/\elsewhere" lead out.
    private static string LocalOrHome(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] ? url : "~/";

    private static string? RemoteAddress(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
