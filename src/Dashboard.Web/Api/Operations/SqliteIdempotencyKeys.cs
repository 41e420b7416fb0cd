using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dashboard.Core.Access;
using Dashboard.Core.Operations;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Api.Operations;

/// <summary>
/// Which request an <c>Idempotency-Key</c> was first sent with. A key belongs to that request for as long as its operation is kept, also where the
/// request failed: the same one can be tried again, another one needs a key of its own. That one key starts one operation is the engine's promise.
/// </summary>
internal sealed class SqliteIdempotencyKeys(SqliteDatabase database, IOptions<OperationsOptions> options, TimeProvider time)
{
    public const string Header = "Idempotency-Key";

    public static readonly IMigration Schema = new Migration(
        "api-idempotency",
        1,
        """
        CREATE TABLE api_idempotency (
            actor TEXT NOT NULL, idempotency_key TEXT NOT NULL, request_hash TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (actor, idempotency_key)) STRICT
        """);

    private const int MaxLength = 200;

    /// <summary>Binds the key to the request, or finds it bound to the same one.</summary>
    /// <param name="actor">Whose key it is; others may use the same text.</param>
    /// <param name="key">As it was sent.</param>
    /// <param name="path">What is asked for: the same body elsewhere is another request.</param>
    /// <param name="body">The body as it was understood.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ApiException">The key will not do, or is bound to another request.</exception>
    public async Task ClaimAsync(Actor actor, string key, string path, object body, CancellationToken cancellationToken)
    {
        if (key.Length is < 1 or > MaxLength || key.Any(c => c is < ' ' or > '~'))
            throw ApiException.Parameter(Header, $"A key has 1 to {MaxLength} printable ASCII characters.");
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(path + "\n"), .. JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options)]));
        var now = time.GetUtcNow();
        var outdated = now - options.Value.KeepJobs - TimeSpan.FromDays(1);
        var bound = await database.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM api_idempotency WHERE at < @at", new { at = outdated.ToUnixTimeMilliseconds() });
                connection.Execute(
                    "INSERT INTO api_idempotency (actor, idempotency_key, request_hash, at) VALUES (@actor, @key, @hash, @at) ON CONFLICT DO NOTHING",
                    new { actor = actor.Name, key, hash, at = now.ToUnixTimeMilliseconds() });
                return connection.QuerySingle<string>("SELECT request_hash FROM api_idempotency WHERE actor = @actor AND idempotency_key = @key", new { actor = actor.Name, key });
            },
            cancellationToken);
        if (bound != hash)
            throw new ApiException(ProblemKind.KeyReused, "This key was sent with another request before. Nothing was done. Send a key of its own with each request.");
    }
}
