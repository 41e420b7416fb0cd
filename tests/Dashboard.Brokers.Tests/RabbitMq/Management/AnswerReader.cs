using Dashboard.Brokers.RabbitMq;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>Reads sections through the real client and reader, the network being a handler of the test's.</summary>
internal sealed class AnswerReader : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public AnswerReader(HttpMessageHandler handler, TimeProvider? time = null, params string[] managementUrls)
    {
        Settings = new RabbitMqSettings
        {
            ManagementUrls = [.. (managementUrls.Length == 0 ? ["http://rabbit.test:15672"] : managementUrls).Select(u => new Uri(u))],
            AmqpEndpoints = [new Uri("amqp://rabbit.test:5672")],
            Username = "reader",
            Password = "s3cret-pass",
        };
        var info = new ConnectionInfo(new ConnectionId("rabbit"), "Rabbit", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);
        Client = new RabbitMqManagementClient(Settings, info, NullLoggerFactory.Instance, time ?? TimeProvider.System, handler, handler);
        Reader = new RabbitMqSnapshotReader(Client, Settings, time ?? TimeProvider.System);
    }

    public RabbitMqSettings Settings { get; }

    public RabbitMqManagementClient Client { get; }

    public ISnapshotReader Reader { get; }

    public Task<SourceReading> ReadAsync(string sourceId, DateTimeOffset? now = null, params RowKey[] lookedAtQueues)
    {
        var looked = new Dictionary<string, IReadOnlyCollection<RowKey>> { ["queues"] = lookedAtQueues };
        return Reader.Sources.Single(s => s.Id == sourceId).ReadAsync(new SourceContext(now ?? Noon, looked), CancellationToken.None);
    }

    public async Task<SectionTable> TableAsync(string sourceId, DateTimeOffset? now = null)
        => (await ReadAsync(sourceId, now)).Tables.Single(t => t.Definition.Id == sourceId);

    /// <summary>Reads every source once: tables by section id.</summary>
    public async Task<Dictionary<string, SectionTable>> ReadAllAsync()
    {
        var tables = new Dictionary<string, SectionTable>();
        foreach (var source in Reader.Sources)
        {
            foreach (var table in (await ReadAsync(source.Id)).Tables)
                tables.Add(table.Definition.Id, table);
        }

        return tables;
    }

    public void Dispose() => Client.Dispose();
}
