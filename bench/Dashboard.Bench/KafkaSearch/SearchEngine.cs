using Dashboard.Brokers;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Bench.KafkaSearch;

/// <summary>The dashboard's own way from a question to its answer, on one connection to the lab's Kafka.</summary>
internal sealed class SearchEngine : IAsyncDisposable
{
    private readonly ServiceProvider _brokers = new ServiceCollection().AddLogging().AddBrokers().BuildServiceProvider();
    private readonly IBrokerConnection _connection;
    private readonly ServiceProvider _services;

    public SearchEngine(KafkaTopic topic)
    {
        _connection = _brokers.GetServices<IBrokerProvider>().Single(one => one.Kind.Value == "kafka").Create(topic.Settings());
        var doors = new OpenDoors(_connection);
        _services = new ServiceCollection().AddLogging().AddSingleton<IAccessGate>(doors).AddSingleton<IAuditLog>(doors).AddSingleton<IConnectionRegistry>(doors).AddOperations().BuildServiceProvider();
        Reading = _services.GetRequiredService<IMessageReading>();
    }

    public IMessageReading Reading { get; }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _connection.DisposeAsync();
        await _brokers.DisposeAsync();
    }
}
