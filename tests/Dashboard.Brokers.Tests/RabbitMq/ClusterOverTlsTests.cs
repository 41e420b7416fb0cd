using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>A real cluster of three nodes that speaks TLS with a certificate authority of its own, over HTTPS and AMQPS; one node is killed.</summary>
public sealed class ClusterOverTlsTests
{
    private static readonly DestinationRef Queue = new(new ConnectionId("tls"), "queue", "/", "over tls");

    [Fact]
    public async Task Cluster_NodeKilled_ReadingAndMessagesGoOnOverTheOthers()
    {
        await using var lab = await OwnLab.StartAsync(nodes: 3, tls: true);
        var amqps = lab.Variables["LAB_RABBITMQ_AMQPS_URLS"].Split(',', ' ');
        amqps.Length.ShouldBe(3);
        await using var connection = Connect(lab, amqps, lab.Variables["LAB_RABBITMQ_CA_FILE"]);

        await DeclareAsync(lab);
        (await NodesAsync(connection)).ShouldBe(3);
        await SendAsync(connection, "before");
        lab.Kill(1);

        (await NodesAsync(connection)).ShouldBe(3, "a node that is down is still a node of the cluster");
        await SendAsync(connection, "after");
        var look = await connection.Find<IMessageBrowser>()!.BrowseAsync(new BrowseRequest { Destination = Queue, Count = 10 }, CancellationToken.None);
        look.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)).ShouldBe(["before", "after"]);

        // Without its authority the same broker is not trusted, and the error says so.
        await using var stranger = Connect(lab, amqps[1..], caFile: null);
        var untrusted = await Should.ThrowAsync<SourceException>(() => NodesAsync(stranger));
        untrusted.Message.ShouldContain("certificate", Case.Insensitive);
        var refused = await Should.ThrowAsync<BrokerException>(() => SendAsync(stranger, "never"));
        $"{refused.Message} {refused.BrokerWords}".ShouldContain("certificate", Case.Insensitive);
    }

    // A quorum queue: it outlives the node.
    private static async Task DeclareAsync(OwnLab lab)
    {
        using var http = new HttpClient();
        var pair = $"{lab.Variables["LAB_RABBITMQ_ADMIN_USER"]}:{lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"]}";
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        var address = new Uri($"{lab.Variables["LAB_RABBITMQ_MANAGEMENT_URL"]}/api/queues/%2F/{Uri.EscapeDataString(Queue.Name)}");
        using var answer = await http.PutAsJsonAsync(address, new { durable = true, arguments = new Dictionary<string, object> { ["x-queue-type"] = "quorum" } });
        answer.EnsureSuccessStatusCode();
    }

    private static IBrokerConnection Connect(OwnLab lab, IReadOnlyList<string> amqps, string? caFile)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Username"] = lab.Variables["LAB_RABBITMQ_ADMIN_USER"],
            ["Password"] = lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"],
            ["Tls:CaFile"] = caFile,
        };
        for (var i = 0; i < amqps.Count; i++)
        {
            // In the lab a node's HTTPS port follows its AMQPS port.
            values[$"AmqpEndpoints:{i}"] = amqps[i];
            values[$"ManagementUrls:{i}"] = $"https://127.0.0.1:{new Uri(amqps[i]).Port + 1}";
        }

        var info = new ConnectionInfo(new ConnectionId("tls"), "TLS", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);
        var settings = new ConnectionSettings(info, values, "Dashboard:Connections:0:RabbitMq");
        var provider = new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System);
        provider.Validate(settings).ShouldBeEmpty();
        return provider.Create(settings);
    }

    private static async Task<int> NodesAsync(IBrokerConnection connection)
    {
        var source = connection.Find<ISnapshotReader>()!.Sources.Single(s => s.SectionIds.Contains("nodes"));
        var context = new SourceContext(TimeProvider.System.GetUtcNow(), new Dictionary<string, IReadOnlyCollection<RowKey>>());
        return (await source.ReadAsync(context, CancellationToken.None)).Tables.Single(t => t.Definition.Id == "nodes").RowCount;
    }

    private static async Task SendAsync(IBrokerConnection connection, string body)
    {
        await using var session = await connection.Find<IMessagePublisher>()!.OpenAsync("/", CancellationToken.None);
        var outcome = await await session.SendAsync(
            new OutgoingMessage { Address = new PublishAddress(Queue), Body = Encoding.UTF8.GetBytes(body) },
            CancellationToken.None);
        outcome.Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }
}
