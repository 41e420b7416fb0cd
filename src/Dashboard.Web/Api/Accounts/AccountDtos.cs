using System.ComponentModel;
using Dashboard.Core.Access;
using Dashboard.Web.Auth;
using Dashboard.Web.Auth.Keys;

namespace Dashboard.Web.Api.Accounts;

/// <summary>A local account; never a password, nor a hash of one.</summary>
internal sealed record AccountDto
{
    [Description("Unique without regard to case.")]
    public required string Name { get; init; }

    [Description("What it may do.")]
    public required Role Role { get; init; }

    [Description("It cannot sign in, and its keys are refused.")]
    public required bool IsDisabled { get; init; }

    [Description("No sign-in before this time, after wrong passwords; null when not locked.")]
    public required DateTimeOffset? LockedUntil { get; init; }

    [Description("Its password was chosen by somebody else and is to be changed at the next sign-in.")]
    public required bool MustChangePassword { get; init; }

    [Description("When it was made.")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When somebody last signed in with it; null for never.")]
    public required DateTimeOffset? LastSignInAt { get; init; }

    public static AccountDto Of(Account account) => new()
    {
        Name = account.Name,
        Role = account.Role,
        IsDisabled = account.IsDisabled,
        LockedUntil = account.LockedUntil,
        MustChangePassword = account.MustChangePassword,
        CreatedAt = account.CreatedAt,
        LastSignInAt = account.LastSignInAt,
    };
}

/// <summary>A further account.</summary>
internal sealed record NewAccountDto
{
    [Description("2 to 64 characters.")]
    public required string Name { get; init; }

    [Description("What it may do.")]
    public required Role Role { get; init; }
}

/// <summary>What is to be different on an account; what is left out stays.</summary>
internal sealed record AccountChangeDto
{
    [Description("What it may do. Its sessions end.")]
    public Role? Role { get; init; }

    [Description("Whether it can sign in. Its sessions end.")]
    public bool? IsDisabled { get; init; }
}

/// <summary>A key of the API; never its text, nor the hash of it.</summary>
internal sealed record KeyDto
{
    [Description("The first part of the key, so that one can tell which it is.")]
    public required string Id { get; init; }

    [Description("What it is for.")]
    public required string Name { get; init; }

    [Description("The account that made it; it falls with that account.")]
    public required string Maker { get; init; }

    [Description("What it may do at most.")]
    public required Role Role { get; init; }

    [Description("It is good for calls now.")]
    public required bool IsActive { get; init; }

    [Description("When it was made.")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("Not good from then on; null for never.")]
    public required DateTimeOffset? ExpiresAt { get; init; }

    [Description("When it was last good for a call, to the minute; null for never.")]
    public required DateTimeOffset? LastUsedAt { get; init; }

    [Description("When it was revoked; null while it is not.")]
    public required DateTimeOffset? RevokedAt { get; init; }

    [Description("Who revoked it; null while it is not.")]
    public required string? RevokedBy { get; init; }

    public static KeyDto Of(ApiKey key, bool isActive) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Maker = key.Maker,
        Role = key.Role,
        IsActive = isActive,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        LastUsedAt = key.LastUsedAt,
        RevokedAt = key.RevokedAt,
        RevokedBy = key.RevokedBy,
    };
}
