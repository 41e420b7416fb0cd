namespace Dashboard.Core.Access;

/// <summary>Who does something: an account, or the system itself.</summary>
/// <param name="Name">The account's name, as it stands in the audit; with an API key it names the key too.</param>
/// <param name="Role">Its role at the time of asking.</param>
/// <param name="RemoteAddress">Where it comes from, for the audit; null for the system.</param>
public sealed record Actor(string Name, Role Role, string? RemoteAddress = null)
{
    /// <summary>The API key it acts by, with the key's rights and not the account's; null for a person.</summary>
    public string? KeyId { get; init; }

    /// <summary>The dashboard itself: resuming jobs after a restart, retention.</summary>
    public static readonly Actor System = new("system", Role.Admin);
}
