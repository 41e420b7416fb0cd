using System.ComponentModel;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using AccountService = Dashboard.Web.Auth.Accounts;

namespace Dashboard.Web.Api.Accounts;

/// <summary>
/// Accounts, through the service that the page uses. No answer has a password: whoever holds a key that leaked cannot sign in with what they make by it.
/// </summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/accounts").WithTags("Accounts");
        group.MapGet("", ListAsync).Describe("listAccounts", "All accounts", "Without passwords. Needs the right to manage accounts.");
        group.MapPost("", CreateAsync)
            .Describe("createAccount", "Make an account", "Its generated password is told to nobody: an admin resets it in the page and hands it over. Needs the right to manage accounts; audited.")
            .TakesBody().Problems(409, 503);
        group.MapPatch("{account}", ChangeAsync)
            .Describe("changeAccount", "Change the role of an account, disable or enable it", "At once; its sessions end. The only admin stays one. Needs the right to manage accounts; audited.")
            .TakesBody().Problems(404, 409, 503);
        group.MapPost("{account}/end-sessions", RevokeAsync)
            .Describe("endSessions", "End every session of an account", "It can sign in again. Needs the right to manage accounts; audited.")
            .Problems(404, 409, 503);
    }

    private static async Task<Ok<IReadOnlyList<AccountDto>>> ListAsync(AccountService accounts, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<AccountDto>>([.. (await accounts.ListAsync(context.Actor(), context.RequestAborted)).Select(AccountDto.Of)]);

    private static async Task<Created<AccountDto>> CreateAsync(NewAccountDto body, AccountService accounts, HttpContext context)
    {
        await accounts.CreateAsync(context.Actor(), body.Name, body.Role, context.RequestAborted);
        return TypedResults.Created((string?)null, await NeedAsync(accounts, context, body.Name.Trim()));
    }

    private static async Task<Ok<AccountDto>> ChangeAsync([Description("Name of the account.")] string account, AccountChangeDto body, AccountService accounts, HttpContext context)
    {
        var name = (await NeedAsync(accounts, context, account)).Name;
        if (body.IsDisabled is { } isDisabled)
            await accounts.SetDisabledAsync(context.Actor(), name, isDisabled, context.RequestAborted);
        if (body.Role is { } role)
            await accounts.SetRoleAsync(context.Actor(), name, role, context.RequestAborted);
        return TypedResults.Ok(await NeedAsync(accounts, context, name));
    }

    private static async Task<NoContent> RevokeAsync([Description("Name of the account.")] string account, AccountService accounts, HttpContext context)
    {
        await accounts.RevokeAsync(context.Actor(), (await NeedAsync(accounts, context, account)).Name, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<AccountDto> NeedAsync(AccountService accounts, HttpContext context, string name) =>
        (await accounts.ListAsync(context.Actor(), context.RequestAborted)).FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? AccountDto.Of(found)
            : throw ApiException.NotFound($"There is no account '{name}'.");
}
