using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>A vhost of its own and the editor of a connection to it.</summary>
public sealed class EditingVhost : RabbitMqVhost
{
    public IBrokerConnection Connection { get; private set; } = null!;

    public IObjectEditor Editor => Connection.Find<IObjectEditor>()!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Connection = Connect();
    }

    public override async Task DisposeAsync()
    {
        await Connection.DisposeAsync();
        await base.DisposeAsync();
    }

    public IBrokerConnection Connect(params (string Key, string? Value)[] changes)
        => new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(Settings(changes));

    /// <summary>A connection of the plain client.</summary>
    public Task<IConnection> ClientAsync(string? name = null) => new ConnectionFactory
    {
        Uri = new Uri(Broker.AmqpUrl),
        UserName = Broker.AdminUser,
        Password = Broker.AdminPassword,
        VirtualHost = Name,
        ClientProvidedName = name,
    }.CreateConnectionAsync();

    public static string NewName(string prefix = "q") => $"{prefix}-{Guid.NewGuid():N}"[..20];

    /// <summary>A creation in this vhost.</summary>
    public ObjectChange Create(string kind, params (string Id, object? Value)[] values)
        => new() { Verb = ChangeVerb.Create, Kind = kind, Values = ChangeValues.Of([("vhost", Name), .. values]) };

    public static ObjectChange On(ChangeVerb verb, string kind, RowKey key, params (string Id, object? Value)[] values)
        => new() { Verb = verb, Kind = kind, Key = key, Values = ChangeValues.Of(values) };

    public RowKey Key(string name) => RowKey.Of(Name, name);

    /// <summary>Applies a change that has no mistakes.</summary>
    public async Task<ChangeResult> ApplyAsync(ObjectChange change)
    {
        Editor.Check(change).ShouldBeEmpty();
        return await Editor.ApplyAsync(change, CancellationToken.None);
    }

    public Task<ChangeForecast> ForecastAsync(ObjectChange change) => Editor.ForecastAsync(change, CancellationToken.None);

    public async Task DoAsync(ObjectChange change)
    {
        var result = await ApplyAsync(change);
        result.End.ShouldBe(ChangeEnd.Done, result.Words);
    }
}
