using System.Net;
using System.Text;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>Kafka for the contract: topics with one partition, which is the shape in which their order is one; a plain client counts, fills and reads.</summary>
public sealed class KafkaMessagesUnderTest : IBrokerUnderTest, IAsyncLifetime
{
    private readonly List<string> _made = [];
    private KafkaLab _lab = null!;
    private PlainKafka _client = null!;

    public IBrokerProvider Provider { get; } = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System);

    public string DestinationKind => "topic";

    public string Scope => "";

    public IPEndPoint MessageEndPoint => IPEndPoint.Parse(_lab.BootstrapServers[0]);

    public IReadOnlyList<string> Secrets => [];

    public IReadOnlyList<BrokenSetting> BrokenSettings =>
    [
        new("BootstrapServers:0", "kafka://somewhere:1"),
        new("Security:Protocol", "telnet"),
        new("RequestTimeoutSeconds", "soon"),
        new("Tls:CaFile", "/no/such/authority.pem"),
        new("Pasword", "x"),
    ];

    public IReadOnlyList<PublishAddress> MissingAddresses =>
    [
        new(new DestinationRef(Settings().Info.Id, "topic", "", "no-such-topic")),
        new(new DestinationRef(Settings().Info.Id, "topic", "", "no such name")),
    ];

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _lab = await KafkaLab.GetAsync();
        _client = PlainKafka.On(string.Join(',', _lab.BootstrapServers));
    }

    public async Task DisposeAsync()
    {
        if (_made.Count > 0)
            await _client.Admin.DeleteTopicsAsync(_made);
        _client?.Dispose();
    }

    public string? WhyNot(ContractPart part) => KafkaLab.SkipReason ?? part switch
    {
        ContractPart.Accounts or ContractPart.ReadOnlyAccount => "the lab's plain listener has no accounts",
        ContractPart.Relay => "clients go to the addresses that brokers advertise, past any relay",
        ContractPart.CutOff => "Kafka's administrators cannot close a client's connection",
        ContractPart.Settling => "a topic keeps its messages, whoever has read them",
        ContractPart.Returning => "a topic takes every message that is sent to it",
        ContractPart.DeadLettering => "Kafka moves nothing aside by itself",
        ContractPart.Transferring => "jobs on topics have tests of their own",
        _ => null,
    };

    public ConnectionSettings Settings() => KafkaLab.SkipReason is null ? _lab.Settings() : throw new InvalidOperationException(KafkaLab.SkipReason);

    public ConnectionSettings SettingsWithWrongPassword() => throw new NotSupportedException();

    public ConnectionSettings SettingsOfReader() => throw new NotSupportedException();

    public ConnectionSettings SettingsAt(IPEndPoint place) => _lab.Settings(("BootstrapServers:0", place.ToString()), ("RequestTimeoutSeconds", "1"));

    public ConnectionSettings SettingsThrough(IPEndPoint relay) => throw new NotSupportedException();

    public bool CanName(string name) => name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public async Task<DestinationRef> CreateAsync(string name)
    {
        await _client.CreateAsync(name);
        _made.Add(name);
        return new DestinationRef(Settings().Info.Id, "topic", "", name);
    }

    public async Task DeleteAsync(DestinationRef destination)
    {
        await _client.DeleteAsync(destination.Name);
        _made.Remove(destination.Name);
    }

    public async Task PutAsync(DestinationRef destination, IReadOnlyList<KnownMessage> messages)
        => await Task.WhenAll(messages.Select(message => _client.Producer.ProduceAsync(
            destination.Name,
            new Message<byte[]?, byte[]?>
            {
                Value = message.Body,
                Headers = message.Number.Length > 0 ? new Headers { { "number", Encoding.UTF8.GetBytes(message.Number) } } : null,
            })));

    public Task<long> CountAsync(DestinationRef destination) => Task.Run(() => _client.Watermarks(destination.Name) is var (low, high) ? high - low : 0);

    public Task<IReadOnlyList<KnownMessage>> TakeAllAsync(DestinationRef destination) => Task.Run<IReadOnlyList<KnownMessage>>(() =>
    [
        .. _client.ReadAll(destination.Name).Select(read => new KnownMessage(
            read.Message.Value ?? [], read.Message.Headers.TryGetLastBytes("number", out var number) ? Encoding.UTF8.GetString(number) : "")),
    ]);

    public Task<IAsyncDisposable> HoldAsync(DestinationRef destination, int count) => throw new NotSupportedException();

    public Task<DeadLettered> DeadLetterAsync(KnownMessage message) => throw new NotSupportedException();

    public Task CutOffAsync() => throw new NotSupportedException();
}
