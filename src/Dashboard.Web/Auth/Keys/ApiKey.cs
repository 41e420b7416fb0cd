using Dashboard.Core.Access;

namespace Dashboard.Web.Auth.Keys;

/// <summary>A key by which programs use the API. The secret itself is kept nowhere.</summary>
/// <param name="Id">8 letters and digits; the first part of the key, so that a person can tell which one it is.</param>
/// <param name="Name">What it is for, in words.</param>
/// <param name="Maker">The account that made it. While that is disabled, so is the key.</param>
/// <param name="Role">What it may do at most; never more than its maker may now.</param>
/// <param name="Hash">SHA-256 of the whole key, 64 hexadecimal digits.</param>
/// <param name="ExpiresAt">Not good from then on; null for never.</param>
/// <param name="LastUsedAt">When it was last good for a call, to the minute; null for never.</param>
/// <param name="RevokedAt">When it was revoked; null while it is not.</param>
/// <param name="RevokedBy">Who revoked it; null while it is not.</param>
internal sealed record ApiKey(
    string Id,
    string Name,
    string Maker,
    Role Role,
    string Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? RevokedBy)
{
    /// <summary>Stands between maker and key in the audit; no account may have it in its name.</summary>
    public const string NameMark = " via key ";

    /// <summary>How acts by this key stand in the audit: maker, name and id.</summary>
    public string AuditName => $"{Maker}{NameMark}{Name} ({Id})";

    public bool IsExpired(DateTimeOffset now) => ExpiresAt is { } at && at <= now;
}
