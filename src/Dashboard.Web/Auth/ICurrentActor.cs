using Dashboard.Core.Access;

namespace Dashboard.Web.Auth;

/// <summary>Who sits in front of this page. Scoped: one for each circuit or request.</summary>
public interface ICurrentActor
{
    /// <summary>The signed-in account with its role as it is now.</summary>
    /// <exception cref="AccessDeniedException">Nobody is signed in, or the account was disabled meanwhile.</exception>
    ValueTask<Actor> GetAsync();
}
