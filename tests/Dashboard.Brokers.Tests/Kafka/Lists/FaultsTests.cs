using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Lists;

/// <summary>What the lists say when a cluster cannot be reached or does not let us in.</summary>
public sealed class FaultsTests
{
    [KafkaFact]
    public async Task Read_NoSuchHost_SaysSo()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings(("BootstrapServers:0", "no.such.host.invalid:9092"), ("RequestTimeoutSeconds", "2")));

        await bench.StepAsync(TimeSpan.FromSeconds(5));

        bench.Problems["cluster"].Kind.ShouldBe(SourceProblemKind.Unreachable);
        bench.Problems["cluster"].Message.ShouldStartWith("No host is known by that name.");
        bench.Problems.Keys.ShouldBe(["cluster", "topics", "groups", "configs", "apis", "acls"], ignoreOrder: true);
    }

    [KafkaFact]
    public async Task Read_TlsWithoutItsAuthority_SaysSo_AndWithItReads()
    {
        await using var own = await OwnKafka.StartAsync(tls: true);
        var server = own.Variables["LAB_KAFKA_TLS_BOOTSTRAP"];
        await using (var bench = new KafkaBench(own.Settings(("BootstrapServers:0", server), ("Security:Protocol", "ssl"), ("RequestTimeoutSeconds", "3"))))
        {
            await bench.StepAsync(TimeSpan.FromSeconds(5));
            bench.Problems["cluster"].Message.ShouldStartWith("No TLS connection could be made.");
        }

        await using var good = new KafkaBench(own.Settings(("BootstrapServers:0", server), ("Security:Protocol", "ssl"), ("Tls:CaFile", own.Variables["LAB_KAFKA_CA_FILE"])));
        await good.StepAsync(TimeSpan.FromSeconds(5));
        good.Problems.Keys.ShouldBeSubsetOf(["acls"]);
        good.Table("apis").RowCount.ShouldBeGreaterThan(40);
    }

    [KafkaFact]
    public async Task Read_BrokerKilledBetweenPolls_KeepsTheProcessAndSaysWhy_ThenReadsAgain()
    {
        await using var own = await OwnKafka.StartAsync();
        await own.CreateTopicAsync("orders");
        await using var bench = new KafkaBench(own.Settings(("RequestTimeoutSeconds", "3")));
        await bench.StepAsync(TimeSpan.FromSeconds(5));
        bench.Cell("topics", "partitions", "orders").ShouldBe(1.0);

        own.Kill();
        await bench.StepAsync(TimeSpan.FromSeconds(20));
        bench.Problems["cluster"].Message.ShouldStartWith("No broker can be reached.");
        bench.Problems.ShouldContainKey("topics");
        bench.Cell("topics", "partitions", "orders").ShouldBe(1.0);

        await own.UpAsync();
        await bench.UntilAsync(() => bench.Problems.Keys.All(k => k == "acls"), TimeSpan.FromSeconds(20));
        bench.Findings.ShouldBeEmpty();
    }
}
