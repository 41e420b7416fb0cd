using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;

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
