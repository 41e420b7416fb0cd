using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Bench.KafkaSearch;

/// <summary>Stands in for accounts, audit and the list of connections, which are asked once for a search: the search itself is the dashboard's.</summary>
internal sealed class OpenDoors(IBrokerConnection connection) : IAccessGate, IAuditLog, IConnectionRegistry
{
    public IReadOnlyList<IBrokerConnection> All => [connection];

    public IBrokerConnection? Find(ConnectionId id) => id == connection.Info.Id ? connection : null;

    public bool Allows(Actor actor, Permission permission) => true;

    public ValueTask DemandAsync(Actor actor, Permission permission, ConnectionId? connection, string target, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task<AuditRecord> AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => Task.FromResult<AuditRecord>(null!);

    public Task<AuditPage> SearchAsync(AuditSearch search, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long?> FindBreakAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
