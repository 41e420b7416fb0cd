using Confluent.Kafka;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Diagnosis;

/// <summary>The signals of brokers, topics and partitions made to happen on three real nodes, each beside a neighbour that has to stay silent.</summary>
public sealed class ClusterSignalsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    [KafkaFact]
    public async Task ThreeNodes_OneFrozenThenOneKilled_OnlyWhatIsHitIsFound()
    {
        await using var kafka = await OwnKafka.StartAsync(nodes: 3);
        await CreateAsync(kafka, "lone", "3");
        await CreateAsync(kafka, "lone.safe", "1");
        await CreateAsync(kafka, "frozen", "2");
        await CreateAsync(kafka, "pair", "1:3", "min.insync.replicas=2");
        await CreateAsync(kafka, "trio", "1:2:3", "min.insync.replicas=2");
        await CreateAsync(kafka, "gamble", "1:3", "unclean.leader.election.enable=true");
        await CreateAsync(kafka, "safe", "1:2", "unclean.leader.election.enable=true", "min.insync.replicas=2");
        await kafka.KcatAsync("a\nb\n", "-P", "-t", "frozen");
        await using var bench = new KafkaBench(kafka.Settings(("RequestTimeoutSeconds", "8")));
        await bench.StepAsync(Step);
        await bench.StepAsync(Step);
        bench.Findings.ShouldBeEmpty();
        bench.Problems.Keys.ShouldBeSubsetOf(["acls"]);

        // A leader that stands still: the rest is told, what it led stays as it was, with its age.
        var before = bench.Now;
        await kafka.FreezeAsync(2);
        await bench.StepAsync(Step);
        bench.Problems.ShouldNotContainKey("topics");
        bench.Cell("partitions", "told_at", "lone.safe", "0").ShouldBe((double)bench.Now.ToUnixTimeMilliseconds());
        bench.Cell("partitions", "told_at", "frozen", "0").ShouldBe((double)before.ToUnixTimeMilliseconds());
        bench.Cell("topics", "messages", "frozen").ShouldBe(2.0);
        bench.Notices.ShouldContain(n => n.Id == "offsets:2" && n.Text.Contains("does not tell the offsets of any of", StringComparison.Ordinal));
        await kafka.ContinueAsync(2);
        await bench.UntilAsync(() => bench.Findings.Count == 0 && bench.Notices.All(n => n.SectionId != "brokers") && Equals(bench.Cell("topics", "under_replicated", "safe"), 0.0), Step);
        bench.Ever.Clear();

        kafka.Kill(3);
        await bench.UntilAsync(() => bench.Find("broker-gone", "3") is not null && bench.Find("under-replicated", "trio") is not null && bench.Find("leaderless", "lone") is not null, Step);
        for (var i = 0; i < 4; i++)
            await bench.StepAsync(Step);

        bench.Problems.ShouldNotContainKey("topics");
        bench.Find("broker-gone", "3")!.Text.ShouldStartWith("Broker 3: not in the cluster, ");
        bench.Cell("brokers", "state", "3").ShouldBe("gone");
        bench.Find("leaderless", "lone")!.Text.ShouldBe("lone: 1 of 1 partition without a leader. Nothing can be read or written there.");
        bench.Find("below-min-isr", "pair")!.Text.ShouldStartWith("pair: 1 of 1 partition with fewer than 2 replicas in sync.");
        bench.Find("under-replicated", "trio")!.Text.ShouldStartWith("trio: 1 of 1 partition under-replicated.");
        bench.Find("unclean-election", "gamble").ShouldNotBeNull();
        var silent = new (string Signal, string Key)[]
        {
            ("broker-gone", "1"), ("broker-gone", "2"), ("leaderless", "lone.safe"), ("leaderless", "pair"), ("below-min-isr", "trio"), ("below-min-isr", "safe"), ("below-min-isr", "lone"),
            ("under-replicated", "safe"), ("under-replicated", "lone.safe"), ("unclean-election", "safe"), ("unclean-election", "pair"),
        };
        bench.Ever.Intersect(silent).ShouldBeEmpty();

        await kafka.UpAsync();
        await bench.UntilAsync(() => bench.Findings.Count == 0, Step);
        bench.Cell("brokers", "state", "3").ShouldBe("up");
    }

    [KafkaFact]
    public async Task Transactions_OneLeftOpen_IsFoundAndTheOthersAreNot()
    {
        var lab = await KafkaLab.GetAsync();
        var (hung, busy) = (KafkaCluster.TopicName("hung"), KafkaCluster.TopicName("busy"));
        await lab.CreateTopicAsync(hung, 2);
        await lab.CreateTopicAsync(busy);
        using var left = Producer(lab, hung);
        using var good = Producer(lab, busy);
        left.BeginTransaction();
        await left.ProduceAsync(new TopicPartition(hung, 1), new Message<Null, string> { Value = "never" });
        await using var bench = new KafkaBench(lab.Settings());

        for (var i = 0; i < 12; i++)
        {
            // Each poll meets another transaction that is open, and none that stays.
            good.BeginTransaction();
            await good.ProduceAsync(busy, new Message<Null, string> { Value = $"{i}" });
            await bench.StepAsync(TimeSpan.FromSeconds(35));
            good.CommitTransaction();
        }

        bench.Cell("partitions", "last_stable", hung, "1").ShouldBe(0.0);
        bench.Cell("topics", "count", hung).ShouldBe("at most");
        var finding = bench.Find("hung-transaction", hung, "1").ShouldNotBeNull();
        finding.Text.ShouldBe($"{hung} partition 1: a transaction is open at offset 0. Readers with read_committed do not see the 1 offsets after it.");
        (bench.Now - finding.Since).ShouldBeGreaterThan(TimeSpan.FromMinutes(5));
        bench.Find("hung-transaction", hung, "0").ShouldBeNull();
        bench.Ever.ShouldNotContain(e => e.Key.Contains(busy, StringComparison.Ordinal));

        left.AbortTransaction();
        await bench.StepAsync(TimeSpan.FromSeconds(35));
        await bench.StepAsync(TimeSpan.FromSeconds(50));
        bench.Find("hung-transaction", hung, "1").ShouldBeNull();
    }

    private static IProducer<Null, string> Producer(KafkaLab lab, string id)
    {
        var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = lab.BootstrapServers[0], TransactionalId = id, TransactionTimeoutMs = 600_000 }).Build();
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        return producer;
    }

    private static Task CreateAsync(OwnKafka kafka, string topic, string replicas, params string[] configs)
        => kafka.ToolAsync("topics", ["--create", "--topic", topic, "--replica-assignment", replicas, .. configs.SelectMany(c => new[] { "--config", c })]);
}
