using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Tests.Kafka.Messages;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Client;

/// <summary>Sign-in with OAUTHBEARER: tokens fetched by librdkafka from an endpoint, shown to a real broker.</summary>
public sealed class TokenTests
{
    [KafkaFact]
    public async Task Read_WithTokensOfAnEndpoint_ReadsAsThatClient_AndAWrongSecretSaysSo()
    {
        await using var own = await OwnKafka.StartAsync(sasl: true);
        await using var endpoint = new TokenEndpointStub();
        await using (var bench = new KafkaBench(Settings(own, endpoint.Url, "lab-admin", TokenEndpointStub.SecretOfClients)))
        {
            await bench.StepAsync(TimeSpan.FromSeconds(5));
            bench.Problems.ShouldBeEmpty();
            bench.Table("cluster").RowCount.ShouldBeGreaterThan(0);
            bench.Table("acls").RowCount.ShouldBeGreaterThan(10);
        }

        endpoint.Given.ShouldBeGreaterThan(0);
        endpoint.Scope.ShouldBe("brokers");

        // The producer is on librdkafka's own functions, and has its tokens fetched as the others have.
        using var plain = new PlainKafka(own.BootstrapServers[0]);
        await plain.CreateAsync("published", 1);
        await using (var connection = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(Settings(own, endpoint.Url, "lab-admin", TokenEndpointStub.SecretOfClients)))
        {
            var before = endpoint.Given;
            await using var session = await connection.Find<IMessagePublisher>()!.OpenAsync("", CancellationToken.None);
            var message = new OutgoingMessage { Address = new PublishAddress(TopicsFixture.Ref("published")), Body = "x"u8.ToArray() };
            (await (await session.SendAsync(message, CancellationToken.None)).WaitAsync(TimeSpan.FromMinutes(1))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            endpoint.Given.ShouldBeGreaterThan(before);
        }

        await using var wrong = new KafkaBench(Settings(own, endpoint.Url, "lab-admin", "not-the-secret-4711"));
        await wrong.StepAsync(TimeSpan.FromSeconds(5));
        wrong.Problems["cluster"].Kind.ShouldBe(SourceProblemKind.BadCredentials);
        wrong.Problems["cluster"].Message.ShouldNotContain("4711");
    }

    private static ConnectionSettings Settings(OwnKafka own, Uri endpoint, string client, string secret) => own.Settings(
        ("BootstrapServers:0", own.Variables["LAB_KAFKA_SASL_BOOTSTRAP"]),
        ("Security:Protocol", "sasl_plaintext"),
        ("Sasl:Mechanism", "OAUTHBEARER"),
        ("Sasl:Username", client),
        ("Sasl:Password", secret),
        ("Sasl:TokenEndpoint", endpoint.AbsoluteUri),
        ("Sasl:Scope", "brokers"),
        ("RequestTimeoutSeconds", "3"));
}
