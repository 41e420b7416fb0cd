using Dashboard.Core.Model;

namespace Dashboard.Core.Access;

/// <summary>
/// The one place where rights are checked. Looks the actor up anew, so that a disabled account is stopped at its next action.
/// </summary>
public interface IAccessGate
{
    /// <summary>Whether the actor may; for showing or disabling buttons. No audit.</summary>
    bool Allows(Actor actor, Permission permission);

    /// <summary>Passes, or audits the denial and throws.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="permission">What for.</param>
    /// <param name="connection">Where, for the audit; null where it is about none.</param>
    /// <param name="target">What is touched, in words, for the audit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AccessDeniedException">The actor lacks the right, or is disabled.</exception>
    ValueTask DemandAsync(Actor actor, Permission permission, ConnectionId? connection, string target, CancellationToken cancellationToken);
}
