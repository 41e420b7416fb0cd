namespace Dashboard.Core.Access;

/// <summary>Who does something: an account, or the system itself.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Role">Its role at the time of asking.</param>
/// <param name="RemoteAddress">Where it comes from, for the audit; null for the system.</param>
public sealed record Actor(string Name, Role Role, string? RemoteAddress = null)
{
    /// <summary>The dashboard itself: resuming jobs after a restart, retention.</summary>
    public static readonly Actor System = new("system", Role.Admin);
}
