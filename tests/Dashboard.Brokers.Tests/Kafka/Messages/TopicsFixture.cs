using System.Text;
using Dashboard.Brokers.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>A connection to the lab's Kafka, and topics that go with the tests of a class.</summary>
public sealed class TopicsFixture : IAsyncLifetime
{
    private readonly List<string> _made = [];

    public KafkaLab Lab { get; private set; } = null!;

    public PlainKafka Plain { get; private set; } = null!;

    public IBrokerConnection Connection { get; private set; } = null!;

    public IMessageBrowser Browser => Connection.Find<IMessageBrowser>()!;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        Lab = await KafkaLab.GetAsync();
        Plain = new PlainKafka(string.Join(',', Lab.BootstrapServers));
        Connection = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(Lab.Settings());
    }

    public async Task DisposeAsync()
    {
        if (Connection is null)
            return;
        await Connection.DisposeAsync();
        if (_made.Count > 0)
            await Plain.Admin.DeleteTopicsAsync(_made);
        Plain.Dispose();
    }

    public async Task<DestinationRef> TopicAsync(int partitions = 1, params (string Name, string Value)[] configs)
    {
        var name = KafkaCluster.TopicName("messages");
        await Plain.CreateAsync(name, partitions, configs);
        lock (_made)
            _made.Add(name);
        return Ref(name);
    }

    public async Task DeleteAsync(DestinationRef topic)
    {
        await Plain.DeleteAsync(topic.Name);
        lock (_made)
            _made.Remove(topic.Name);
    }

    public static DestinationRef Ref(string name) => new(new ConnectionId("kafka"), "topic", "", name);

    public Task<BrowseResult> LookAsync(DestinationRef topic, Func<BrowseRequest, BrowseRequest>? with = null)
    {
        var request = new BrowseRequest { Destination = topic, Count = 100 };
        return Browser.BrowseAsync(with?.Invoke(request) ?? request, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public static IReadOnlyList<string> Bodies(BrowseResult look) => [.. look.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span))];
}
