using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>One connection with a section of queues and one of exchanges; never changes.</summary>
public sealed class FakeSnapshots : ISnapshotStore
{
    private readonly ConnectionSnapshot _snapshot;

    public FakeSnapshots(params string[] queues)
    {
        _snapshot = new ConnectionSnapshot
        {
            Connection = new ConnectionInfo(Sample.Shop, "Shop", new BrokerKind("rabbitmq"), EnvironmentTag.Production, false),
            Version = 1,
            TakenAt = Sample.Now,
            Health = ConnectionHealth.Up,
            LastGoodAt = Sample.Now,
            Product = "RabbitMQ 3.10.8",
            Sections = [Section("queues", "Queues", "queue", queues), Section("exchanges", "Exchanges", "exchange", ["", "shop.orders"])],
        };
    }

    public IReadOnlyList<ConnectionSnapshot> All => [_snapshot];

    public ConnectionSnapshot? Find(ConnectionId connection) => connection == Sample.Shop ? _snapshot : null;

    public ISnapshotSubscription Subscribe(ConnectionId? connection = null) => new Stillness();

    private static SectionSnapshot Section(string id, string title, string kind, string[] names)
    {
        var definition = new SectionDefinition(id, title, kind, [new("vhost", "Virtual host", ColumnType.Text), new("name", "Name", ColumnType.Text)])
        {
            KeyColumns = ["vhost", "name"],
            NameColumn = "name",
            ScopeColumn = "vhost",
            DestinationKind = kind,
        };
        var table = new SectionTableBuilder(definition, names.Length);
        foreach (var name in names)
            table.Row(RowKey.Of("/", name)).Set("vhost", "/").Set("name", name);
        return new SectionSnapshot(definition, table.Build(Sample.Now), null);
    }

    private sealed class Stillness : ISnapshotSubscription
    {
        private readonly TaskCompletionSource<bool> _end = new();
        private bool _told;

        public async ValueTask<bool> WaitForChangeAsync(CancellationToken cancellationToken)
        {
            if (!_told)
                return _told = true;
            return await _end.Task.WaitAsync(cancellationToken);
        }

        public void Dispose() => _end.TrySetResult(false);
    }
}
