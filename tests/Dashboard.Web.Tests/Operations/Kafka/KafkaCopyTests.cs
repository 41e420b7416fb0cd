using System.Text;
using Confluent.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Web.Tests.Operations.Kafka;

/// <summary>What a copy keeps and where it goes, byte by byte, on a real Kafka; places without a message are no messages.</summary>
public sealed class KafkaCopyTests
{
    [KafkaFact]
    public async Task Move_NullsAndBytes_StayWhatTheyAre()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutAsync(source, 0, ("key", null), (null, "value"), (null, null), ("", ""), ("key", ""));
        var headers = new Headers
        {
            { "twice", [0xff, 0xfe] }, { "none", null }, { "twice", [] }, { "", [0] }, { "large", new byte[200_000] },
            { "x-original-timestamp", "1000"u8.ToArray() }, { "x-replay-count", "no number"u8.ToArray() }, { "x-replay-id", [0xff] },
        };
        await exact.PutAsync(source, 0, "k", "v", headers);
        await using var engine = new RealEngine([kafka.Settings()]);

        var job = await engine.RunAsync(KafkaReplayTests.Move(source, target));

        job.Accounting.ShouldBe(new JobAccounting(6, 6, 0, 0, 0, 0, 0), job.Reason);
        var (before, after) = (exact.ReadAll(source), exact.ReadAll(target));
        after.Select(one => (ExactKafka.Text(one.Message.Key), ExactKafka.Text(one.Message.Value))).ShouldBe(before.Select(one => (ExactKafka.Text(one.Message.Key), ExactKafka.Text(one.Message.Value))));
        HeadersOf(after[5]).ShouldBe(
        [
            "twice=FFFE", "none=null", "twice=", "=00", $"large={new string('0', 400_000)}", $"x-original-timestamp={Hex("1000")}", $"x-replay-id={Hex(job.Id + "/6")}", $"x-replay-count={Hex("1")}",
        ]);
        HeadersOf(after[0]).ShouldBe([$"x-replay-id={Hex(job.Id + "/1")}", $"x-replay-count={Hex("1")}", $"x-original-timestamp={Hex($"{before[0].Message.Timestamp.UnixTimestampMs}")}"]);

        // A copy of the copy: the stamp is written anew, and the time is still that of the first.
        var again = await exact.CreateAsync("again");
        var second = await engine.RunAsync(KafkaReplayTests.Move(target, again));
        var copies = exact.ReadAll(again);
        HeadersOf(copies[0]).ShouldBe([$"x-original-timestamp={Hex($"{before[0].Message.Timestamp.UnixTimestampMs}")}", $"x-replay-id={Hex(second.Id + "/1")}", $"x-replay-count={Hex("2")}"]);
        HeadersOf(copies[5])[^1].ShouldBe($"x-replay-count={Hex("2")}");

        // And written by a producer that never writes twice: the broker knows such ones by their ids.
        var producers = await kafka.ToolAsync("transactions", "describe-producers", "--topic", again, "--partition", "0");
        producers.Split('\n').Count(line => line.Length > 0 && char.IsAsciiDigit(line[0])).ShouldBe(1, producers);
    }

    [KafkaFact]
    public async Task Move_WhatTransactionsLeft_IsReadAsCommittedAndNoGroupIsJoined()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var (source, target) = (await exact.CreateAsync("source", 3), await exact.CreateAsync("target"));
        var groups = await GroupsAsync(exact);

        // Partition 1 holds nothing that counts; 0 ends with offsets that hold no message, and so does the readable part of 2.
        await exact.PutManyAsync(source, 0, 20, "plain");
        using var committed = exact.Transact(source, 0, true, "committed");
        using var aborted = exact.Transact(source, 0, false, "aborted");
        using var alone = exact.Transact(source, 1, false, "aborted", "aborted");
        await exact.PutManyAsync(source, 2, 5, "last");
        using var before = exact.Transact(source, 2, false, "aborted");
        using var open = exact.Transact(source, 2, null, "open");
        await exact.PutManyAsync(source, 2, 5, "behind");
        await using var engine = new RealEngine([kafka.Settings()]);

        var report = await engine.DryRunAsync(KafkaReplayTests.Move(source, target));
        report.IsComplete.ShouldBeTrue();
        report.Eligible.ShouldBe(26);
        report.StopReason.ShouldBe("every offset of the selection was read; 8 of 34 hold no message");
        var job = await engine.RunAsync(KafkaReplayTests.Move(source, target));
        job.State.ShouldBe(JobState.Succeeded, job.Reason);
        job.Accounting.ShouldBe(new JobAccounting(26, 26, 0, 0, 0, 0, 0));
        exact.ReadAll(target).Select(one => ExactKafka.Text(one.Message.Value)!).Order().ShouldBe(
            exact.ReadAll(source, 3).Select(one => ExactKafka.Text(one.Message.Value)!).Order());
        (await GroupsAsync(exact)).Except(groups).Where(group => group.Contains("dashboard", StringComparison.Ordinal)).ShouldBeEmpty();

        // Places without a message stay on offer, and nothing is found there.
        var rest = await engine.RunAsync(KafkaReplayTests.Move(source, target));
        rest.Accounting.ShouldBe(JobAccounting.None, "the open transaction is no part of it");
    }

    [KafkaFact]
    public async Task DryRun_OfATopic_SpeaksOfALog()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var (source, target) = (await exact.CreateAsync("source"), await exact.CreateAsync("target"));
        await exact.PutManyAsync(source, 0, 30);
        await using var engine = new RealEngine([kafka.Settings()]);
        var all = await engine.DryRunAsync(KafkaReplayTests.Move(source, target));
        (all.StopReason, all.LookEffect, all.Examined).ShouldBe(("every offset of the selection was read", "Changes nothing: topics are read by offset, in no consumer group", 30));
        (await engine.DryRunAsync(KafkaReplayTests.Move(source, target) with { Selection = new FirstMessages(7) })).StopReason.ShouldBe("the first 7 messages were looked at");
        (await engine.DryRunAsync(KafkaReplayTests.Move(source, target) with { Bounds = new LogBounds { FromOffset = 20 } })).StopReason.ShouldBe("every offset of the selection was read");
    }

    [KafkaFact]
    public async Task Replay_HostileOriginHeaders_AreHeldEachWithItsReasonAndTheOthersGo()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var (dead, origin) = (await exact.CreateAsync("dead", 1, ("max.message.bytes", "3000000")), await exact.CreateAsync("origin", 3));
        byte[] name = Encoding.UTF8.GetBytes(origin);
        async Task PutAsync(string value, params (string Name, byte[]? Value)[] headers)
        {
            var all = new Headers();
            foreach (var header in headers)
                all.Add(header.Name, header.Value);
            await exact.PutAsync(dead, 0, null, value, all);
        }

        const string Spring = "kafka_dlt-original-";
        await PutAsync("spring", (Spring + "topic", name), (Spring + "partition", [0, 0, 0, 2]));
        await PutAsync("spring, eight bytes", (Spring + "topic", name), (Spring + "partition", [0, 0, 0, 0, 0, 0, 0, 1]));
        await PutAsync("connect", ("__connect.errors.topic", name), ("__connect.errors.partition", "0"u8.ToArray()));
        await PutAsync("plain", ("x-original-topic", name), ("x-original-partition", "1"u8.ToArray()));
        await PutAsync("put aside twice", (Spring + "topic", name), (Spring + "partition", [0, 0, 0, 0]), (Spring + "topic", Encoding.UTF8.GetBytes(dead)), (Spring + "partition", [0, 0, 0, 0]));
        await PutAsync("width", (Spring + "topic", name), (Spring + "partition", [0, 2]));
        await PutAsync("below zero", (Spring + "topic", name), (Spring + "partition", [255, 255, 255, 255]));
        await PutAsync("beyond", (Spring + "topic", name), (Spring + "partition", [0, 0, 0, 3]));
        await PutAsync("no text", (Spring + "topic", [0xff, 0xfe, 0x00]));
        await PutAsync("path", ("x-original-topic", "../../etc/passwd"u8.ToArray()));
        await PutAsync("empty", (Spring + "topic", []), ("__connect.errors.topic", null), ("x-original-topic", []));
        await PutAsync("megabyte", ("x-original-topic", Enumerable.Repeat((byte)'a', 1_000_000).ToArray()));
        await PutAsync("missing", ("__connect.errors.topic", Encoding.UTF8.GetBytes(KafkaCluster.TopicName("never-made"))), ("__connect.errors.partition", [0, 0, 0, 0]));
        await PutAsync("none");
        await using var engine = new RealEngine([kafka.Settings()]);
        var intent = KafkaReplayTests.Move(dead, origin) with { Kind = OperationKind.Replay, Target = new OriginTarget(ByOriginalRoute: true) };

        var exactly = await engine.RunAsync(intent);
        exactly.State.ShouldBe(JobState.Succeeded, exactly.Reason);
        exactly.Accounting.ShouldBe(new JobAccounting(14, 5, 0, 0, 0, Held: 9, 0));
        exact.ReadAll(origin, 3).Select(one => $"{one.Partition.Value} {ExactKafka.Text(one.Message.Value)}").Order().ShouldBe(["0 connect", "0 put aside twice", "1 plain", "1 spring, eight bytes", "2 spring"]);
        var held = (await engine.OutcomesAsync(exactly.Id, MessageOutcomeKind.Held)).ToDictionary(outcome => outcome.Identity, outcome => outcome.Detail!);
        string Reason(int offset) => held[$"0:{offset}"];
        Reason(5).ShouldContain("tell the topic and not the partition");
        Reason(6).ShouldContain("tell the topic and not the partition");
        Reason(7).ShouldContain("has no partition 3: it has 3");
        foreach (var offset in new[] { 8, 9, 11 })
            Reason(offset).ShouldContain("name no topic that can be");
        Reason(10).ShouldContain("no header that tells where it came from");
        Reason(12).ShouldContain("There is no topic test-never-made");
        Reason(13).ShouldContain("no header that tells where it came from");

        // Where the topic is enough, those go as well whose partition is not to be read.
        var loosely = await engine.RunAsync(intent with { Target = new OriginTarget(ByOriginalRoute: false) });
        loosely.Accounting.Delivered.ShouldBe(8, loosely.Reason);
        loosely.Accounting.Held.ShouldBe(6);
        loosely.Reason.ShouldNotBeNull().ShouldContain("the last one:");
        exact.ReadAll(origin, 3).Select(one => ExactKafka.Text(one.Message.Value)!).ShouldBeSubsetOf(
            ["spring", "spring, eight bytes", "connect", "plain", "put aside twice", "width", "below zero", "beyond"]);

        // The copies are what they were, hostile bytes and all.
        var copy = exact.ReadAll(origin, 3).First(one => ExactKafka.Text(one.Message.Value) == "width");
        HeadersOf(copy).ShouldContain($"{Spring}partition=0002");
    }

    [KafkaFact]
    public async Task MoveAndPurge_CompactedTopic_TakeWhatCompactionLeft()
    {
        var kafka = await KafkaLab.GetAsync();
        using var exact = new ExactKafka(kafka);
        var source = await exact.CreateAsync(
            "compacted",
            1,
            ("cleanup.policy", "compact"),
            ("min.cleanable.dirty.ratio", "0.001"),
            ("segment.ms", "100"),
            ("max.compaction.lag.ms", "100"),
            ("delete.retention.ms", "86400000"));
        var target = await exact.CreateAsync("target");
        for (var round = 0; round < 3; round++)
            await exact.PutAsync(source, 0, [.. Enumerable.Range(0, 50).Select(i => ((string?)$"k-{i}", i % 5 == 4 && round == 2 ? null : $"{round}-{i}"))]);

        // The segment that is written to is never compacted: one more record, of a later time, closes it.
        await exact.PutAsync(source, 0, "last", "one", [], DateTimeOffset.UtcNow.AddMinutes(10));
        await ExactKafka.UntilAsync(() => exact.ReadAll(source).Count == 51, "the topic is compacted");
        var left = exact.ReadAll(source);
        left[0].Offset.Value.ShouldBe(100, "there are gaps before it");
        await using var engine = new RealEngine([kafka.Settings()]);

        var move = await engine.RunAsync(KafkaReplayTests.Move(source, target));
        move.State.ShouldBe(JobState.Succeeded, move.Reason);
        move.Accounting.ShouldBe(new JobAccounting(51, 51, 0, 0, 0, 0, 0));
        var copies = exact.ReadAll(target);
        copies.Select(one => (ExactKafka.Text(one.Message.Key), ExactKafka.Text(one.Message.Value))).ShouldBe(left.Select(one => (ExactKafka.Text(one.Message.Key), ExactKafka.Text(one.Message.Value))));
        copies.Count(one => one.Message.Value is null).ShouldBe(10, "a null value stays one");

        // A broker removes no records of a topic that is compacted alone, which is said before anything is archived.
        (await Should.ThrowAsync<BrokerException>(() => engine.PlanAsync(LogPurgeTests.Purge(source, new PurgeBound())))).Message.ShouldContain("the cleanup.policy of topic " + source + " is \"compact\"");
        await exact.AlterAsync(source, "cleanup.policy", "compact,delete");
        await ExactKafka.UntilAsync(() => exact.SettingOf(source, "cleanup.policy") == "compact,delete", "the setting is in force");
        var purge = await engine.RunAsync(LogPurgeTests.Purge(source, new PurgeBound()));
        purge.State.ShouldBe(JobState.Succeeded, purge.Reason);
        purge.Accounting.ShouldBe(new JobAccounting(51, 51, 0, 0, 0, 0, 0));
        (await engine.ArchivedAsync(purge.Id)).ShouldBe(left.Select(LogPurgeTests.Place));
        exact.ReadAll(source).ShouldBeEmpty();
    }

    private static async Task<IEnumerable<string>> GroupsAsync(ExactKafka exact) => (await exact.Admin.ListConsumerGroupsAsync()).Valid.Select(group => group.GroupId);

    private static IReadOnlyList<string> HeadersOf(ConsumeResult<byte[]?, byte[]?> record)
        => [.. record.Message.Headers.Select(header => $"{header.Key}={(header.GetValueBytes() is { } bytes ? Convert.ToHexString(bytes) : "null")}")];

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
