using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Editing;

/// <inheritdoc cref="IDefinitionExchange"/>
internal sealed class DefinitionExchange(IConnectionRegistry connections, IAccessGate gate, IAuditLog audit) : IDefinitionExchange
{
    public (string Extension, string MediaType)? FormatOf(ConnectionId connection) => connections.Find(connection)?.Find<IDefinitions>()?.Format;

    public async Task<string> ExportAsync(Actor actor, ConnectionId connection, string? scope, bool withSecrets, CancellationToken cancellationToken)
    {
        var what = scope is null ? "definitions of the whole broker" : $"definitions of {scope}";
        await gate.DemandAsync(actor, Permission.ManageTopology, connection, what, cancellationToken);
        await audit.AppendAsync(
            new AuditEntry(actor.Name, "definitions.export", AuditOutcome.Allowed, connection.Value, what, withSecrets ? "with password hashes and credentials" : "without secrets", actor.RemoteAddress),
            cancellationToken);
        return await Find(connection).ExportAsync(scope, withSecrets, cancellationToken);
    }

    public async Task<IReadOnlyList<DefinitionItem>> CompareAsync(Actor actor, ConnectionId connection, string text, string? scope, CancellationToken cancellationToken)
    {
        await gate.DemandAsync(actor, Permission.ManageTopology, connection, "comparison of definitions", cancellationToken);
        return await Find(connection).CompareAsync(text, scope, cancellationToken);
    }

    private IDefinitions Find(ConnectionId connection)
        => connections.Find(connection)?.Find<IDefinitions>() ?? throw new BrokerException($"The connection {connection} has no definitions.");
}
