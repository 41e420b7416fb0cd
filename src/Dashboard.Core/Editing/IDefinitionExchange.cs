using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Editing;

/// <summary>Export and comparison of definitions for people: authorised and, where something leaves the dashboard, audited.</summary>
public interface IDefinitionExchange
{
    /// <summary>Format of the connection's definitions; null where it has none.</summary>
    (string Extension, string MediaType)? FormatOf(ConnectionId connection);

    /// <summary>The definitions as text, after the audit was written.</summary>
    /// <exception cref="AccessDeniedException">The actor may not change topology.</exception>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<string> ExportAsync(Actor actor, ConnectionId connection, string? scope, bool withSecrets, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDefinitions.CompareAsync"/>
    /// <exception cref="AccessDeniedException">The actor may not change topology.</exception>
    Task<IReadOnlyList<DefinitionItem>> CompareAsync(Actor actor, ConnectionId connection, string text, string? scope, CancellationToken cancellationToken);
}
