using System.Globalization;
using Confluent.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Diagnosis;

/// <summary>The signals of brokers, topics and partitions made to happen on three real nodes, each beside a neighbour that has to stay silent.</summary>
public sealed class ClusterSignalsTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    /// <summary>Three nodes take their time to start: what happens to lists, groups and changes is looked at in one go.</summary>
    [KafkaFact]
    public async Task ThreeNodes_FrozenKilledAndTheControllerMoves_OnlyWhatIsHitIsFoundAndTheRestGoesOn()
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
        var groups = new PinnedGroups(kafka, "trio");
        await groups.CreateAsync();
        await using var bench = new KafkaBench(kafka.Settings(("RequestTimeoutSeconds", "8")));
        await bench.StepAsync(Step);
        await bench.StepAsync(Step);
        bench.Findings.ShouldBeEmpty();
        bench.Problems.Keys.ShouldBeSubsetOf(["acls"]);
        foreach (var node in new[] { 1, 2, 3 })
            bench.Cell("groups", "coordinator", PinnedGroups.Of(node)).ShouldBe($"{node}");

        // A leader that stands still: the rest is told, what it led stays as it was, with its age.
        var before = bench.Now;
        await kafka.FreezeAsync(2);
        await bench.StepAsync(Step);
        bench.Problems.ShouldNotContainKey("topics");
        bench.Cell("partitions", "told_at", "lone.safe", "0").ShouldBe((double)bench.Now.ToUnixTimeMilliseconds());
        bench.Cell("partitions", "told_at", "frozen", "0").ShouldBe((double)before.ToUnixTimeMilliseconds());
        bench.Cell("topics", "messages", "frozen").ShouldBe(2.0);
        bench.Notices.ShouldContain(n => n.Id == "offsets:2" && n.Text.Contains("does not tell the offsets of any of", StringComparison.Ordinal));
        ShouldBeAsToldAt(bench, PinnedGroups.Of(2), before);
        ShouldBeAsToldAt(bench, PinnedGroups.Of(1), bench.Now);
        await kafka.ContinueAsync(2);
        await bench.UntilAsync(() => IsFresh(bench, PinnedGroups.Of(2)) && bench.Findings.Count == 0 && bench.Notices.All(n => n.SectionId != "brokers") && Equals(bench.Cell("topics", "under_replicated", "safe"), 0.0), Step);
        bench.Ever.Clear();

        before = bench.Now;
        kafka.Kill(3);
        await bench.UntilAsync(() => bench.Find("broker-gone", "3") is not null && bench.Find("under-replicated", "trio") is not null && bench.Find("leaderless", "lone") is not null, Step);
        await groups.PutAsync(1);
        groups.Commit(PinnedGroups.Of(1), 6);
        groups.Commit(PinnedGroups.OfAll, 6);
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
        ShouldBeAsToldAt(bench, PinnedGroups.Of(3), before);
        bench.Cell("offsets", "committed", PinnedGroups.Of(3), "trio", "0").ShouldBe(5.0);
        bench.Cell("offsets", "high", PinnedGroups.Of(3), "trio", "0").ShouldBe(5.0, "the committed offset is of then, too");
        bench.Notices.ShouldContain(n => n.Id == "groups-lost:2" && n.Text.Contains("the one that is known is shown as it was last told", StringComparison.Ordinal));
        foreach (var told in new[] { PinnedGroups.Of(1), PinnedGroups.OfAll })
        {
            ShouldBeAsToldAt(bench, told, bench.Now);
            bench.Cell("offsets", "committed", told, "trio", "0").ShouldBe(6.0);
        }

        await kafka.UpAsync();
        foreach (var behind in new[] { PinnedGroups.Of(2), PinnedGroups.Of(3) })
            groups.Commit(behind, 6);
        await bench.UntilAsync(() => IsFresh(bench, PinnedGroups.Of(3)) && bench.Findings.Count == 0, Step);
        bench.Cell("brokers", "state", "3").ShouldBe("up");
        bench.Notices.ShouldNotContain(n => n.Id.StartsWith("groups", StringComparison.Ordinal));
        await CoordinatorMovesAsync(kafka, bench);
        await ControllerMovesAsync(kafka, bench);
    }

    // From one that lives to another: the client is told by the wrong one that it is that no more.
    private static async Task CoordinatorMovesAsync(OwnKafka kafka, KafkaBench bench)
    {
        bench.Cell("groups", "coordinator", PinnedGroups.OfAll).ShouldNotBe("3");

        await kafka.ToolAsync("leader-election", "--election-type", "preferred", "--topic", "__consumer_offsets", "--partition", "3");

        await bench.UntilAsync(() => IsFresh(bench, PinnedGroups.OfAll) && Equals(bench.Cell("groups", "coordinator", PinnedGroups.OfAll), "3"), Step);
        bench.Ever.ShouldNotContain(e => e.Signal == "broker-gone" && e.Key != "3");
    }

    private static async Task ControllerMovesAsync(OwnKafka kafka, KafkaBench bench)
    {
        var told = await kafka.ToolAsync("metadata-quorum", "describe", "--status");
        var controller = int.Parse(told.Split('\n').Single(line => line.StartsWith("LeaderId:", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture);
        var editor = bench.Connection.Find<IObjectEditor>()!;
        var change = new ObjectChange { Verb = ChangeVerb.Create, Kind = "topic", Values = ChangeValues.Of(("name", "meanwhile"), ("partitions", 1), ("replication_factor", 2)) };

        kafka.Kill(controller);
        var first = await editor.ApplyAsync(change, CancellationToken.None);

        if (first.End != ChangeEnd.Done)
        {
            // What it said was so, and a second try does it.
            first.Words.ShouldNotBeNullOrWhiteSpace();
            var found = await AnsweredAsync(() => editor.LookBackAsync(change, CancellationToken.None));
            if (first.End == ChangeEnd.Refused)
                found.End.ShouldBe(ChangeEnd.Refused, first.Words);
            if (found.End != ChangeEnd.Done)
                (await AnsweredAsync(() => editor.ApplyAsync(change, CancellationToken.None))).End.ShouldBe(ChangeEnd.Done, first.Words);
        }

        await bench.UntilAsync(() => bench.Table("topics").RowOf(RowKey.Of("meanwhile")) >= 0 && bench.Problems.Keys.All(k => k == "acls"), Step);
        (await editor.LookBackAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Done);
    }

    /// <summary>Asks again while nobody can tell, at most some two minutes.</summary>
    private static async Task<ChangeResult> AnsweredAsync(Func<Task<ChangeResult>> ask)
    {
        var answer = await ask();
        for (var tries = 0; tries < 12 && (answer.End == ChangeEnd.Unknown || answer.Words.StartsWith("Nothing was sent", StringComparison.Ordinal)); tries++)
        {
            await Task.Delay(1_000);
            answer = await ask();
        }

        return answer;
    }

    private static bool IsFresh(KafkaBench bench, string group)
        => Equals(bench.Cell("groups", "state", group), "empty") && Equals(bench.Cell("groups", "told_at", group), (double)bench.Now.ToUnixTimeMilliseconds());

    private static void ShouldBeAsToldAt(KafkaBench bench, string group, DateTimeOffset at)
    {
        bench.Problems.ShouldNotContainKey("groups");
        bench.Cell("groups", "told_at", group).ShouldBe((double)at.ToUnixTimeMilliseconds(), group);
        bench.Cell("groups", "state", group).ShouldBe(at == bench.Now ? "empty" : "unknown", group);
        bench.Cell("groups", "lag", group).ShouldBe(0.0, group);
        bench.Cell("offsets", "status", group, "trio", "0").ShouldBe(at == bench.Now ? "ok" : "unknown", group);
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
