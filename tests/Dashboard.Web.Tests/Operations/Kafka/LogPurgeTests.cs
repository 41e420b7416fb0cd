using Confluent.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>What a purge of a topic takes and leaves, and what its archive holds, on a real Kafka; counted by a client of its own.</summary>
public sealed class LogPurgeTests
{
    [KafkaFact]
    public async Task Purge_ArchiveFirst_HoldsExactlyWhatWentAndIsCompleteBeforeTheFirstOneGoes()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge", 4);
        var target = await exact.CreateAsync("restored", 4);

        // Partition 0 has all kinds of records, 1 many, 2 none, and 3 a transaction that hangs.
        await exact.PutAsync(topic, 0, ("key", "value"), (null, "no key"), ("no value", null), ("", ""));
        await exact.PutAsync(topic, 0, "headers", "v", new Headers { { "twice", [0xff, 0] }, { "none", null }, { "twice", [] } });
        using var aborted = exact.Transact(topic, 0, false, "aborted-0", "aborted-1");
        using var committed = exact.Transact(topic, 0, true, "committed-0", "committed-1");
        await exact.PutManyAsync(topic, 1, 1200);
        await exact.PutManyAsync(topic, 3, 2);
        using var open = exact.Transact(topic, 3, null, "open-0", "open-1");
        await exact.PutAsync(topic, 3, ("k", "behind"));
        var before = exact.ReadAll(topic, 4);
        before.Count.ShouldBe(7 + 1200 + 2);

        using var folder = new Storage.TemporaryFolder();
        var lines = -1;
        var watch = new PurgeWatch
        {
            BeforePurge = _ =>
            {
                lines = File.ReadAllLines(Directory.GetFiles(Path.Combine(folder.Path, "archives")).ShouldHaveSingleItem()).Length;
                Lows(exact, topic, 4).ShouldBe([0, 0, 0, 0], "nothing goes before the archive is complete");
                return Task.CompletedTask;
            },
        };
        await using var engine = new RealEngine([kafka.Settings()], folder.Path, watch.Decorate);
        var intent = Purge(topic, new PurgeBound());
        var plan = await engine.PlanAsync(intent);
        plan.Consequences.ShouldContain(one => one.Text.Contains("A transaction is open: 3 offsets from it on cannot be archived"));
        plan.Consequences.ShouldNotContain(one => one.Text.StartsWith("Partition 2"));
        var job = await engine.EndOfAsync((await engine.SubmitAsync(plan)).Id);

        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Reason.ShouldBe("3 offsets from the first open transaction on were neither archived nor purged");
        job.Accounting.ShouldBe(new JobAccounting(1209, 1209, 0, 0, 0, 0, 0));
        job.HasArchive.ShouldBeTrue();
        lines.ShouldBe(1209);
        (await engine.ArchivedAsync(job.Id)).ShouldBe(before.Select(Place));
        exact.ReadAll(topic, 4, uncommitted: true).Select(one => ExactKafka.Text(one.Message.Value)).ShouldBe(["open-0", "open-1", "behind"]);

        // And back: each is what it was.
        var restore = await engine.RunAsync(new OperationIntent
        {
            Kind = OperationKind.Restore,
            Connection = KafkaReplayTests.Topic(topic).Connection,
            ArchiveJobId = job.Id,
            Target = new FixedTarget(new PublishAddress(KafkaReplayTests.Topic(target))),
            Options = new OperationOptions { KeepPartition = true },
        });
        restore.Accounting.Delivered.ShouldBe(1209, restore.Reason);
        exact.ReadAll(target, 4).Select(Content).ShouldBe(before.Select(Content));

        watch.BeforePurge = _ => Task.CompletedTask;

        // Without an archive the open transaction goes with the rest.
        var all = await engine.RunAsync(Purge(topic, new PurgeBound(), archive: false));
        all.Accounting.ShouldBe(new JobAccounting(3, 3, 0, 0, 0, 0, 0));
        all.HasArchive.ShouldBeFalse();
        exact.ReadAll(topic, 4, uncommitted: true).ShouldBeEmpty();
    }

    [KafkaFact]
    public async Task Purge_UpToAnOffsetOrATime_LeavesAndArchivesNothingBehindIt()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge", 2);
        await exact.PutManyAsync(topic, 0, 900);
        await exact.PutManyAsync(topic, 1, 900);
        await using var engine = new RealEngine([kafka.Settings()]);

        var job = await engine.RunAsync(Purge(topic, new PurgeBound(Partition: 1, Offset: 700)));
        job.Accounting.Delivered.ShouldBe(700, job.Reason);
        (await engine.ArchivedAsync(job.Id)).ShouldBe(Enumerable.Range(0, 700).Select(i => $"1:{i}"));
        Lows(exact, topic, 2).ShouldBe([0, 700]);

        var split = exact.ReadAll(topic, 2).First(one => one is { Partition.Value: 1, Offset.Value: 800 }).Message.Timestamp.UtcDateTime;
        var expected = exact.ReadAll(topic, 2).GroupBy(one => one.Partition.Value)
            .SelectMany(group => group.Where(one => one.Offset < group.FirstOrDefault(late => late.Message.Timestamp.UtcDateTime >= split)?.Offset.Value).Select(Place)).ToList();
        var timed = await engine.RunAsync(Purge(topic, new PurgeBound(Before: new DateTimeOffset(split))));
        timed.State.ShouldBe(JobState.Succeeded, timed.Reason);
        (await engine.ArchivedAsync(timed.Id)).Where(place => place.StartsWith("1:")).ShouldBe(expected.Where(place => place.StartsWith("1:")));
        exact.Marks(topic, 1).Low.ShouldBe(700 + expected.Count(place => place.StartsWith("1:")));
    }

    [KafkaFact]
    public async Task Plan_BoundsThatNameNothing_AreRefusedWithWords()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge", 2);
        await exact.PutManyAsync(topic, 1, 10);
        await using var engine = new RealEngine([kafka.Settings()]);
        async Task<string?> RefusalAsync(PurgeBound bound) => (await engine.PlanAsync(Purge(topic, bound))).Refusal;

        (await RefusalAsync(new PurgeBound(Before: DateTimeOffset.UtcNow.AddHours(2))))!.ShouldContain("lies ahead");
        (await RefusalAsync(new PurgeBound(Before: DateTimeOffset.UnixEpoch)))!.ShouldContain("Nothing stands before this bound");
        (await RefusalAsync(new PurgeBound(Before: DateTimeOffset.MinValue)))!.ShouldContain("Nothing stands before this bound");
        (await RefusalAsync(new PurgeBound(Offset: -1)))!.ShouldContain("begin at 0");
        (await RefusalAsync(new PurgeBound(Partition: -1)))!.ShouldContain("begin at 0");
        (await RefusalAsync(new PurgeBound(Offset: 1, Before: DateTimeOffset.UtcNow)))!.ShouldContain("not both");
        (await RefusalAsync(new PurgeBound(Offset: 0)))!.ShouldContain("Nothing stands before this bound");
        (await RefusalAsync(new PurgeBound(Partition: 0)))!.ShouldContain("Nothing stands before this bound");
        (await RefusalAsync(new PurgeBound(Offset: 10))).ShouldBeNull();
        foreach (var beyond in new[] { new PurgeBound(Offset: 11), new PurgeBound(Partition: 1, Offset: long.MaxValue), new PurgeBound(Partition: 0, Offset: 1) })
            (await Should.ThrowAsync<BrokerException>(() => RefusalAsync(beyond))).Message.ShouldContain("there is no offset");
        (await Should.ThrowAsync<BrokerException>(() => RefusalAsync(new PurgeBound(Partition: 7)))).Message.ShouldContain("no partition 7");
        Lows(exact, topic, 2).ShouldBe([0, 0]);
    }

    [KafkaFact]
    public async Task Purge_RetentionMovedOn_TakesAndArchivesWhatIsLeft()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var topic = await exact.CreateAsync("purge");
        await exact.PutManyAsync(topic, 0, 1000);
        var watch = new PurgeWatch { BeforePurge = _ => exact.DeleteRecordsAsync(topic, 0, 650) };
        await using var engine = new RealEngine([kafka.Settings()], change: watch.Decorate);

        // Once between plan and run, and once more when all is archived.
        var plan = await engine.PlanAsync(Purge(topic, new PurgeBound(Offset: 700)));
        plan.Messages.Value.ShouldBe(700);
        await exact.DeleteRecordsAsync(topic, 0, 300);
        var job = await engine.EndOfAsync((await engine.SubmitAsync(plan)).Id);
        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(400, 400, 0, 0, 0, 0, 0));
        (await engine.ArchivedAsync(job.Id)).ShouldBe(Enumerable.Range(300, 400).Select(i => $"0:{i}"));
        exact.Marks(topic).ShouldBe((700, 1000));

        // Beyond the bound: there is nothing left to do, and no message of what stands behind is touched.
        watch.BeforePurge = _ => Task.CompletedTask;
        var late = await engine.PlanAsync(Purge(topic, new PurgeBound(Offset: 800)));
        await exact.DeleteRecordsAsync(topic, 0, 900);
        var nothing = await engine.EndOfAsync((await engine.SubmitAsync(late)).Id);
        nothing.State.ShouldBe(JobState.Succeeded);
        nothing.Reason.ShouldBe("Nothing stood before the bound any more");
        nothing.Accounting.ShouldBe(JobAccounting.None);
        nothing.HasArchive.ShouldBeFalse();
        exact.Marks(topic).ShouldBe((900, 1000));
    }

    internal static OperationIntent Purge(string topic, PurgeBound bound, bool archive = true, double? rate = null) => new()
    {
        Kind = OperationKind.Purge,
        Connection = KafkaReplayTests.Topic(topic).Connection,
        Source = KafkaReplayTests.Topic(topic),
        Selection = new MessagesBefore(bound),
        Options = new OperationOptions { ArchiveFirst = archive, RatePerSecond = rate },
    };

    internal static long[] Lows(ExactKafka exact, string topic, int partitions) => [.. Enumerable.Range(0, partitions).Select(partition => exact.Marks(topic, partition).Low)];

    internal static string Place(ConsumeResult<byte[]?, byte[]?> record) => $"{record.Partition.Value}:{record.Offset.Value}";

    /// <summary>All that a record has, but for what a copy adds.</summary>
    private static string Content(ConsumeResult<byte[]?, byte[]?> record)
    {
        static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
        var headers = record.Message.Headers.Where(header => header.Key is not ("x-replay-id" or "x-replay-count" or "x-original-timestamp"));
        return $"{record.Partition.Value} {Hex(record.Message.Key)} {Hex(record.Message.Value)} {string.Join(',', headers.Select(header => $"{header.Key}={Hex(header.GetValueBytes())}"))}";
    }
}
