using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>Replay and move from topic to topic on a real Kafka, counted by kcat.</summary>
public sealed class KafkaReplayTests
{
    private static readonly ConnectionId Id = new("kafka");

    [KafkaFact]
    public async Task Move_AllOfATopic_EachRecordArrivesOnceAsItWas()
    {
        var (kafka, source, target) = await TopicsAsync(3);
        await TopicEye.SeedAsync(kafka, source, 3000, "m", "-H", "a=1", "-H", "b=zwei", "-H", "a=3");
        await using var engine = new RealEngine([kafka.Settings()]);

        var job = await engine.RunAsync(Move(source, target));

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(3000, 3000, 0, 0, 0, 0, 0));
        var before = await TopicEye.ReadAsync(kafka, source);
        var after = await TopicEye.ReadAsync(kafka, target);
        after.Select(record => (record.Key, record.Value)).Order().ShouldBe(before.Select(record => (record.Key, record.Value)).Order());
        after.ShouldAllBe(record => record.Headers.StartsWith("a=1,b=zwei,a=3,x-replay-id=" + job.Id + "/") && record.Headers.Contains("x-replay-count=1,x-original-timestamp="));
        var outcomes = await engine.OutcomesAsync(job.Id);
        outcomes.Select(outcome => outcome.Identity).Order().ShouldBe(before.Select(record => $"{record.Partition}:{record.Offset}").Order());
        outcomes.ShouldAllBe(outcome => outcome.Kind == MessageOutcomeKind.Delivered);

        // A second run offers nothing; of what came since, only that.
        (await engine.PlanAsync(Move(source, target))).Refusal.ShouldNotBeNull().ShouldContain("3,000");
        await TopicEye.SeedAsync(kafka, source, 96, "new");
        var plan = await engine.PlanAsync(Move(source, target));
        plan.Consequences.ShouldContain(one => one.Text.Contains("3,000 of 3,096 were sent to topic " + target) && one.Text.Contains("only the other 96 are taken"));
        (await engine.RunAsync(Move(source, target))).Accounting.Delivered.ShouldBe(96);
        (await TopicEye.ReadAsync(kafka, target)).Count.ShouldBe(3096);
        (await engine.RunAsync(Move(source, target) with { Options = new OperationOptions { TakeDelivered = true } })).Accounting.Delivered.ShouldBe(3096);
    }

    [KafkaFact]
    public async Task Move_KeepsPartitionAndTimeWhereAsked()
    {
        var (kafka, source, target) = await TopicsAsync(4);
        await TopicEye.SeedAsync(kafka, source, 100, "m", "-p", "3");
        await using var engine = new RealEngine([kafka.Settings()]);
        var job = await engine.RunAsync(Move(source, target) with { Options = new OperationOptions { KeepPartition = true, KeepTimestamp = true } });
        job.Accounting.Delivered.ShouldBe(100);
        var before = await TopicEye.ReadAsync(kafka, source);
        var after = await TopicEye.ReadAsync(kafka, target);
        after.ShouldAllBe(record => record.Partition == 3 && !record.Headers.Contains("x-original-timestamp"));
        after.Select(record => record.Timestamp).ShouldBe(before.Select(record => record.Timestamp));

        var chosen = new FixedTarget(new PublishAddress(Topic(target)) { Partition = 1 });
        var again = await engine.RunAsync(Move(source, target) with { Target = chosen, Options = new OperationOptions { TakeDelivered = true } });
        again.Accounting.Delivered.ShouldBe(100);
        (await TopicEye.ReadAsync(kafka, target)).Count(record => record.Partition == 1).ShouldBe(100);
    }

    [KafkaFact]
    public async Task Move_ARange_TakesExactlyThosePlaces()
    {
        var (kafka, source, target) = await TopicsAsync(3);
        await TopicEye.SeedAsync(kafka, source, 200, "one", "-p", "1");
        await TopicEye.SeedAsync(kafka, source, 200, "two", "-p", "2");
        await using var engine = new RealEngine([kafka.Settings()]);
        var job = await engine.RunAsync(Move(source, target) with { Bounds = new LogBounds { Partitions = [1], FromOffset = 50, ToOffset = 59 } });
        job.Accounting.ShouldBe(new JobAccounting(10, 10, 0, 0, 0, 0, 0));
        (await TopicEye.ReadAsync(kafka, target)).Select(record => record.Value!).Order().ShouldBe(Enumerable.Range(50, 10).Select(i => $"one-{i}").Order());

        // A filter in a range of time; nothing is as late as an hour ahead.
        var filtered = await engine.RunAsync(Move(source, target) with
        {
            Selection = new MatchingMessages("body ~ \"two-7\""),
            Bounds = new LogBounds { FromTime = DateTimeOffset.UtcNow.AddHours(-1), ToTime = DateTimeOffset.UtcNow.AddHours(1) },
        });
        filtered.State.ShouldBe(JobState.Succeeded, filtered.Reason);
        filtered.Accounting.Delivered.ShouldBe(11);
        (await engine.PlanAsync(Move(source, target) with { Bounds = new LogBounds { Partitions = [7] } }).ShouldThrowAsync<BrokerException>()).Message.ShouldContain("no partition 7");
    }

    [KafkaFact]
    public async Task Move_ChosenOnes_AreTakenByTheirPlaces()
    {
        var (kafka, source, target) = await TopicsAsync(2);
        await TopicEye.SeedAsync(kafka, source, 500, "m", "-p", "1");
        await using var engine = new RealEngine([kafka.Settings()]);
        var look = await engine.Find<IMessageBrowser>(Id).BrowseAsync(new BrowseRequest { Destination = Topic(source), Count = 500 }, CancellationToken.None);
        var picked = look.Messages.Where(message => LogPosition.Unpack(message.Position).Offset is 7 or 8 or 400).Select(message => message.Identity).ToList();
        picked.Count.ShouldBe(3);
        var job = await engine.RunAsync(Move(source, target) with { Selection = new ChosenMessages(picked) });
        job.Accounting.ShouldBe(new JobAccounting(3, 3, 0, 0, 0, 0, 0));
        (await TopicEye.ReadAsync(kafka, target)).Select(record => record.Value).Order().ShouldBe(["m-400", "m-7", "m-8"]);

        // Those that retention has taken meanwhile are missing, in the words of a log.
        var plan = await engine.PlanAsync(Move(source, target) with { Selection = new ChosenMessages(picked) });
        await kafka.ToolAsync("delete-records", "--offset-json-file", WriteOffsets(source, 100, partition: 1));
        var late = await engine.EndOfAsync((await engine.SubmitAsync(plan)).Id);
        late.Accounting.ShouldBe(new JobAccounting(3, 1, 0, ExternallyRemoved: 2, 0, 0, 0));
        (await engine.Board.TimelineAsync(late.Id, CancellationToken.None)).ShouldContain(line => line.Text.Contains("2 selected messages were no longer in the source") && line.Text.Contains("removed by retention"));
    }

    [KafkaFact]
    public async Task Move_ATopicWithHoles_ClaimsNothingMissing()
    {
        var (kafka, source, target) = await TopicsAsync(1);
        await TopicEye.SeedAsync(kafka, source, 1000);

        // Retention removes the beginning after the job was planned and before it runs.
        await using var engine = new RealEngine([kafka.Settings()]);
        var plan = await engine.PlanAsync(Move(source, target));
        await kafka.ToolAsync("delete-records", "--offset-json-file", WriteOffsets(source, 300));
        var job = await engine.EndOfAsync((await engine.Operations.SubmitAsync(new Core.Access.Actor("olga", Core.Access.Role.Operator, "127.0.0.1"), plan.PlanId, null, null, CancellationToken.None)).Id);
        job.Accounting.ShouldBe(new JobAccounting(700, 700, 0, 0, 0, 0, 0));
    }

    [KafkaFact]
    public async Task Replay_DeadLetters_GoWhereTheirHeadersSay()
    {
        var (kafka, origin, dead) = await TopicsAsync(3);
        await TopicEye.SeedAsync(kafka, dead, 40, "connect", "-H", $"__connect.errors.topic={origin}", "-H", "__connect.errors.partition=2");
        await TopicEye.SeedAsync(kafka, dead, 30, "plain", "-H", $"x-original-topic={origin}");
        await TopicEye.SeedAsync(kafka, dead, 5, "none");
        await using var engine = new RealEngine([kafka.Settings()]);
        var intent = Move(dead, origin) with { Kind = OperationKind.Replay, Target = new OriginTarget(ByOriginalRoute: false) };

        var report = await engine.DryRunAsync(intent);
        report.IsComplete.ShouldBeTrue(report.StopReason);
        report.Eligible.ShouldBe(70);
        report.NotEligible.ShouldHaveSingleItem().Value.ShouldBe(5);
        var job = await engine.RunAsync(intent);
        job.Accounting.Delivered.ShouldBe(70);
        job.Accounting.Held.ShouldBe(5);
        (await TopicEye.ReadAsync(kafka, origin)).Count.ShouldBe(70);

        // To the very partition: only those that tell it.
        var exact = await engine.RunAsync(intent with { Target = new OriginTarget(ByOriginalRoute: true) });
        exact.Accounting.Delivered.ShouldBe(40);
        exact.Accounting.Held.ShouldBe(35);
        (await TopicEye.ReadAsync(kafka, origin)).Count(record => record.Value!.StartsWith("connect") && record.Partition == 2).ShouldBeGreaterThanOrEqualTo(40);
    }

    [KafkaFact]
    public async Task DryRun_CountsWhatTheTargetWouldRemoveOrRefuse()
    {
        var kafka = await KafkaLab.GetAsync();
        var (source, target) = (KafkaCluster.TopicName("source"), KafkaCluster.TopicName("compacted"));
        await kafka.CreateTopicAsync(source, 1);
        await kafka.CreateTopicAsync(target, 1, "cleanup.policy=compact,delete", "retention.ms=1000");
        await kafka.KcatAsync("same|1\nsame|2\nsame|3\nother|4\n", "-P", "-t", source, "-K", "|");
        await kafka.KcatAsync("no key\n", "-P", "-t", source);
        await Task.Delay(1500);
        await using var engine = new RealEngine([kafka.Settings()]);
        var intent = Move(source, target) with { Options = new OperationOptions { KeepTimestamp = true } };
        var report = await engine.DryRunAsync(intent);
        report.NotEligible.ShouldHaveSingleItem().Key.ShouldContain("it has no key");
        report.Remarks.Single(remark => remark.Text.Contains("older than the retention")).Messages.ShouldBe(4);
        report.Remarks.Single(remark => remark.Text.Contains("same key")).Messages.ShouldBe(2);

        // What the dry run says is what the broker does.
        var job = await engine.RunAsync(intent);
        job.Accounting.Delivered.ShouldBe(4);
        (await engine.OutcomesAsync(job.Id, MessageOutcomeKind.Held)).ShouldHaveSingleItem().Detail.ShouldNotBeNull().ShouldContain("key");
    }

    [KafkaFact]
    public async Task Move_TransactionsThatWereAborted_AreNoMessages()
    {
        var kafka = await KafkaLab.GetAsync();
        var (source, target) = (KafkaCluster.TopicName("tx"), KafkaCluster.TopicName("target"));
        await kafka.CreateTopicAsync(source, 1);
        await kafka.CreateTopicAsync(target, 1);
        await TopicEye.SeedAsync(kafka, source, 50, "plain");
        await TopicEye.SeedAsync(kafka, source, 50, "committed", "-X", "transactional.id=" + source);
        await using var engine = new RealEngine([kafka.Settings()]);
        var plan = await engine.PlanAsync(Move(source, target));
        var job = await engine.RunAsync(Move(source, target));

        // The marker that ends the transaction has an offset and is no message.
        plan.Messages.Value.ShouldBe(101);
        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(100, 100, 0, 0, 0, 0, 0));
    }

    internal static DestinationRef Topic(string name) => new(Id, "topic", "", name);

    internal static OperationIntent Move(string source, string target) => new()
    {
        Kind = OperationKind.Move,
        Connection = Id,
        Source = Topic(source),
        Target = new FixedTarget(new PublishAddress(Topic(target))),
    };

    internal static async Task<(KafkaCluster Kafka, string Source, string Target)> TopicsAsync(int partitions, KafkaCluster? cluster = null)
    {
        var kafka = cluster ?? await KafkaLab.GetAsync();
        var (source, target) = (KafkaCluster.TopicName("source"), KafkaCluster.TopicName("target"));
        await Task.WhenAll(kafka.CreateTopicAsync(source, partitions), kafka.CreateTopicAsync(target, partitions));
        return (kafka, source, target);
    }

    private static string WriteOffsets(string topic, long offset, int partition = 0)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $$"""{"partitions":[{"topic":"{{topic}}","partition":{{partition}},"offset":{{offset}}}],"version":1}""");
        return file;
    }
}
