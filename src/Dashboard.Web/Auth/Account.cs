using Dashboard.Core.Access;

namespace Dashboard.Web.Auth;

/// <summary>A local account.</summary>
/// <param name="Name">Unique without regard to case.</param>
/// <param name="Role">What it may do.</param>
/// <param name="PasswordHash">Null: no password; only the one-time link leads to it.</param>
/// <param name="IsDisabled">Cannot sign in, and open sessions end.</param>
/// <param name="SecurityStamp">Changes with each reset, revoke, disable and change of role; sessions with another stamp end.</param>
/// <param name="FailedSignIns">Wrong passwords in a row.</param>
/// <param name="LockedUntil">No sign-in before this time; null when not locked.</param>
/// <param name="MustChangePassword">Signed in with a password somebody else has chosen.</param>
internal sealed record Account(
    string Name,
    Role Role,
    string? PasswordHash,
    bool IsDisabled,
    string SecurityStamp,
    int FailedSignIns,
    DateTimeOffset? LockedUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastSignInAt,
    bool MustChangePassword);
