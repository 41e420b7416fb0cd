using System.ComponentModel;
using Dashboard.Core.Access;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Auth.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Accounts;

/// <summary>Keys: seen and revoked here, made by people in the page alone, because a new key's text would outlive the key that asked for it.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/keys").WithTags("Accounts");
        group.MapGet("", ListAsync).Describe("listKeys", "All keys of the API", "The newest first, those revoked too; never their texts. People make keys in the page. Needs the right to manage accounts.");
        group.MapDelete("{key}", RevokeAsync)
            .Describe("revokeKey", "Revoke a key", "It ends at once, also the one that calls. Needs the right to manage accounts; audited.")
            .Problems(404, 409, 503);
    }

    private static async Task<Ok<IReadOnlyList<KeyDto>>> ListAsync(ApiKeys keys, IAccountDirectory standings, HttpContext context) =>
        TypedResults.Ok<IReadOnlyList<KeyDto>>(
            [.. (await keys.ListAsync(context.Actor(), context.RequestAborted)).Select(key => KeyDto.Of(key, standings.FindKey(key.Id) is { IsDisabled: false }))]);

    private static async Task<NoContent> RevokeAsync([Description("Id of the key.")] string key, ApiKeys keys, HttpContext context)
    {
        if (!(await keys.ListAsync(context.Actor(), context.RequestAborted)).Any(one => one.Id == key))
            throw ApiException.NotFound($"There is no key '{key}'.");
        await keys.RevokeAsync(context.Actor(), key, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
