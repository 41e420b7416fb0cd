using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.Kafka.Client;
using Dashboard.Brokers.Kafka.Messages;
using Dashboard.Brokers.Kafka.Messages.Browsing;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>What looks at topics show, on a real Kafka.</summary>
public sealed class BrowseTests(TopicsFixture kafka) : IClassFixture<TopicsFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [KafkaFact]
    public async Task Browse_Transactions_ShowsWhatTheIsolationAllows()
    {
        var topic = await kafka.TopicAsync();
        await kafka.Plain.PutAsync(topic.Name, "plain");
        using var committed = kafka.Plain.Transact(topic.Name, true, "committed");
        using var aborted = kafka.Plain.Transact(topic.Name, false, "aborted");
        await kafka.Plain.PutAsync(topic.Name, "between");
        using (var open = kafka.Plain.Transact(topic.Name, null, "open"))
        {
            await kafka.Plain.PutAsync(topic.Name, "behind");

            var look = await kafka.LookAsync(topic);
            TopicsFixture.Bodies(look).ShouldBe(["plain", "committed", "between"]);
            look.IsComplete.ShouldBeTrue(look.StopReason);
            var all = await kafka.LookAsync(topic, request => request with { ReadsUncommitted = true });
            TopicsFixture.Bodies(all).ShouldBe(["plain", "committed", "aborted", "between", "open", "behind"]);
            all.IsComplete.ShouldBeTrue(all.StopReason);
            open.AbortTransaction(TimeSpan.FromSeconds(30));
            kafka.Plain.WaitForTransactions(topic.Name);
        }

        TopicsFixture.Bodies(await kafka.LookAsync(topic)).ShouldBe(["plain", "committed", "between", "behind"]);
    }

    [KafkaFact]
    public async Task Browse_TailHoldsNoMessage_EndsByPosition()
    {
        var topic = await kafka.TopicAsync(partitions: 3);
        await kafka.Plain.PutAsync(topic.Name, "one");
        using var aborted = kafka.Plain.Transact(topic.Name, false, "a", "b", "c");
        foreach (var toEnd in new[] { false, true })
        {
            var look = await kafka.LookAsync(topic, request => request with { ReadsToEnd = toEnd });
            TopicsFixture.Bodies(look).ShouldBe(["one"]);
            look.IsComplete.ShouldBeTrue(look.StopReason);
            look.Scans.Single(scan => scan.Partition == 0).Next.ShouldBe(5);
        }

        TopicsFixture.Bodies(await kafka.LookAsync(topic, request => request with { Count = 1, Start = BrowseStart.Newest })).ShouldBe(["one"], "the newest message stands before offsets without any");
    }

    [KafkaTheory]
    [InlineData(120, 0)]
    [InlineData(100, 0)]
    [InlineData(60, 40)]
    public async Task Scan_RetentionHasPassedWhatWasToBeRead_ReadsWhatIsLeftAndEnds(int before, int left)
    {
        var topic = await kafka.TopicAsync(partitions: 2);
        await kafka.Plain.PutManyAsync(topic.Name, 150);
        await kafka.Plain.PutManyAsync(topic.Name, 10, partition: 1);
        await kafka.Plain.Admin.DeleteRecordsAsync([new TopicPartitionOffset(topic.Name, 0, before)]);
        var settings = kafka.Lab.Settings();
        await using var clients = new KafkaClients(KafkaSettings.From(settings), settings.Info, NullLoggerFactory.Instance, TimeProvider.System);

        // The ranges are those of a moment ago.
        ScanRange[] ranges = [new(0, 0, 100), new(1, 0, 10)];
        var read = new List<string>();
        var scan = new RangeScan(clients, new TopicOffsets(clients), topic, ranges);
        await scan.RunAsync(record => { read.Add($"{record.Partition}:{record.Offset}"); return true; }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        await scan.Closing;
        read.Where(place => place.StartsWith("0:", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(before, left).Select(i => $"0:{i}"));
        read.Count.ShouldBe(left + 10);
        ranges.ShouldAllBe(range => range.IsAtEnd);
    }

    [KafkaFact]
    public async Task Browse_Starts_BeginWhereTheyAreToldTo()
    {
        var topic = await kafka.TopicAsync(partitions: 4);
        for (var i = 0; i < 12; i++)
            await kafka.Plain.PutAsync(topic.Name, $"{i}", partition: i % 3, at: Noon.AddMinutes(i));

        TopicsFixture.Bodies(await kafka.LookAsync(topic)).ShouldBe(Enumerable.Range(0, 12).Select(i => $"{i}"), "by time over all partitions");
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Count = 5 })).ShouldBe(["0", "1", "2", "3", "4"]);
        var newest = await kafka.LookAsync(topic, r => r with { Count = 5, Start = BrowseStart.Newest });
        TopicsFixture.Bodies(newest).ShouldBe(["7", "8", "9", "10", "11"]);
        newest.IsComplete.ShouldBeFalse();
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Partition = 1 })).ShouldBe(["1", "4", "7", "10"]);
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Partition = 1, Start = new BrowseStart(Offset: 2) })).ShouldBe(["7", "10"]);
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Start = new BrowseStart(Offset: 3) })).ShouldBe(["9", "10", "11"]);
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Start = new BrowseStart(At: Noon.AddMinutes(8)) })).ShouldBe(["8", "9", "10", "11"]);
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Start = new BrowseStart(At: Noon.AddDays(1)) })).ShouldBeEmpty();
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Partition = 3 })).ShouldBeEmpty();
        TopicsFixture.Bodies(await kafka.LookAsync(topic, r => r with { Partition = 0, Start = new BrowseStart(Offset: 99) })).ShouldBeEmpty();
        (await Should.ThrowAsync<BrokerException>(() => kafka.LookAsync(topic, r => r with { Partition = 4 }))).Message.ShouldContain("no partition 4");
    }

    [KafkaFact]
    public async Task Browse_EveryPartOfARecord_IsShownAsItIs()
    {
        var topic = await kafka.TopicAsync();
        var headers = new Headers { { "twice", "a"u8.ToArray() }, { "none", null }, { "twice", "b"u8.ToArray() }, { "binary", [0, 0, 0, 7] }, { "empty", [] } };
        await kafka.Plain.PutAsync(topic.Name, "value", "key", at: Noon, headers: headers);
        await kafka.Plain.PutAsync(topic.Name, null, "key");
        await kafka.Plain.PutAsync(topic.Name, "", "");
        var look = await kafka.LookAsync(topic);

        var first = look.Messages[0];
        first.Partition.ShouldBe(0);
        first.Position.ShouldBe(0);
        first.Timestamp.ShouldBe(Noon);
        first.Identity.MessageId.ShouldBe("0-0");
        Encoding.UTF8.GetString(first.Key!.Value.Span).ShouldBe("key");
        first.Headers.Select(header => header.Name).ShouldBe(["twice", "none", "twice", "binary", "empty"]);
        first.Headers[0].Value.ShouldBe(new TextValue("a", "string"));
        first.Headers[1].Value.ShouldBeOfType<NullValue>();
        first.Headers[2].Value.ShouldBe(new TextValue("b", "string"));
        first.Headers[3].Value.ShouldBeOfType<BytesValue>().Value.ToArray().ShouldBe([0, 0, 0, 7]);
        first.Headers[4].Value.ShouldBe(new TextValue("", "string"));
        first.Delivery.Select(field => field.Name).ShouldBe(["partition", "offset", "timestamp_type", "leader_epoch", "key_size"]);
        look.Messages.Select(message => message.IsTombstone).ShouldBe([false, true, false]);
        look.Messages.Select(message => message.Key is null).ShouldBe([false, false, false]);
        look.Messages[2].Key!.Value.Length.ShouldBe(0);
        look.Messages.Select(message => message.Identity.Fingerprint).ShouldBeUnique();
    }

    [KafkaFact]
    public async Task Browse_TenMegabytes_AreReadWhole()
    {
        var topic = await kafka.TopicAsync(1, ("max.message.bytes", "15000000"));
        var body = new string('y', 10_000_000);
        await kafka.Plain.PutAsync(topic.Name, body);
        var look = await kafka.LookAsync(topic, request => request with { MaxBodyBytes = 20_000_000 });
        look.Messages.ShouldHaveSingleItem().Body.Length.ShouldBe(10_000_000);
        var cut = await kafka.LookAsync(topic, request => request with { MaxBodyBytes = 1000 });
        cut.Messages[0].BodySize.ShouldBe(10_000_000);
        cut.Messages[0].Identity.ShouldBe(look.Messages[0].Identity);
    }

    [KafkaFact]
    public async Task Browse_ToTheEnd_ReadsEachMessageOnceAndNoneAfterTheStart()
    {
        var topic = await kafka.TopicAsync(partitions: 3);
        for (var p = 0; p < 3; p++)
            await kafka.Plain.PutManyAsync(topic.Name, 4_000, p);
        var seen = new HashSet<long>();
        var late = Task.CompletedTask;
        var worth = 0;
        var request = new BrowseRequest
        {
            Destination = topic,
            Count = 1,
            ReadsToEnd = true,
            IsWorthALook = raw =>
            {
                // What comes while it reads is not part of it.
                if (worth++ == 0)
                    late = Task.Run(() => kafka.Plain.PutManyAsync(topic.Name, 50, 2));
                return raw.Body.IndexOf("\"n\":7"u8) >= 0;
            },
            Keep = message => seen.Add(message.Position) && false,
        };
        var look = await kafka.Browser.BrowseAsync(request, CancellationToken.None);
        await late;
        look.IsComplete.ShouldBeTrue(look.StopReason);
        look.Scans.Sum(scan => scan.Next - scan.From).ShouldBe(12_000);
        look.Scans.ShouldAllBe(scan => scan.End == 4_000);
        seen.Count.ShouldBe(3 * 111);
    }

    [KafkaFact]
    public async Task Browse_Follows_ShowsWhatComesUntilItIsStopped()
    {
        var topic = await kafka.TopicAsync(partitions: 2);
        await kafka.Plain.PutManyAsync(topic.Name, 10);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<string>();
        var scanned = new TaskCompletionSource();
        var came = new TaskCompletionSource();
        var look = kafka.Browser.BrowseAsync(
            new BrowseRequest
            {
                Destination = topic,
                Count = 3,
                Start = BrowseStart.Newest,
                Follows = true,
                Scanned = _ => scanned.TrySetResult(),
                Keep = message =>
                {
                    seen.Add(Encoding.UTF8.GetString(message.Body.Span));
                    if (seen.Count == 5)
                        came.SetResult();
                    return false;
                },
            },
            stop.Token);
        await scanned.Task.WaitAsync(stop.Token);
        await kafka.Plain.PutAsync(topic.Name, "new", partition: 1);
        await kafka.Plain.PutAsync(topic.Name, "newer", partition: 0);
        await came.Task.WaitAsync(stop.Token);
        seen[3..].Order().ShouldBe(["new", "newer"]);
        var began = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => look);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5), "it hangs");
    }

    [KafkaFact]
    public async Task Browse_StoppedInTheMiddle_TellsHowFarItCame()
    {
        var topic = await kafka.TopicAsync(partitions: 2);
        for (var p = 0; p < 2; p++)
            await kafka.Plain.PutManyAsync(topic.Name, 1_000, p);
        using var stop = new CancellationTokenSource();
        var (seen, scans) = (0, (IReadOnlyList<PartitionScan>)[]);
        var request = new BrowseRequest
        {
            Destination = topic,
            Count = 1,
            ReadsToEnd = true,
            Scanned = told => scans = told,
            Keep = _ =>
            {
                if (++seen == 100)
                    stop.Cancel();
                return false;
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(() => kafka.Browser.BrowseAsync(request, stop.Token).WaitAsync(TimeSpan.FromSeconds(60)));

        seen.ShouldBe(100);
        scans.Sum(scan => scan.Next - scan.From).ShouldBe(100);
    }

    [KafkaFact]
    public async Task Browse_NeverJoinsAGroupNorCommits()
    {
        var topic = await kafka.TopicAsync();
        await kafka.Plain.PutManyAsync(topic.Name, 10);
        var before = (await kafka.Plain.Admin.ListConsumerGroupsAsync()).Valid.Select(group => group.GroupId).ToList();
        await kafka.LookAsync(topic);
        var after = (await kafka.Plain.Admin.ListConsumerGroupsAsync()).Valid.Select(group => group.GroupId);
        after.Except(before).Where(group => group.Contains("dashboard", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [KafkaFact]
    public async Task Browse_TopicIsDeletedWhileItFollows_SaysSo()
    {
        var topic = await kafka.TopicAsync();
        await kafka.Plain.PutManyAsync(topic.Name, 10);
        var scanned = new TaskCompletionSource();
        var look = kafka.Browser.BrowseAsync(new BrowseRequest { Destination = topic, Count = 10, Follows = true, Keep = _ => false, Scanned = _ => scanned.TrySetResult() }, CancellationToken.None);
        await scanned.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await kafka.DeleteAsync(topic);
        var error = await Should.ThrowAsync<BrokerException>(() => look.WaitAsync(TimeSpan.FromSeconds(60)));
        error.Message.ShouldContain(topic.Name);
    }

    [KafkaFact]
    public async Task Browse_OriginHeaders_AreTheStoryOfTheMessage()
    {
        var topic = await kafka.TopicAsync();
        await kafka.Plain.PutAsync(topic.Name, "v", headers: new Headers
        {
            { "kafka_dlt-original-topic", "orders"u8.ToArray() },
            { "kafka_dlt-original-partition", [0, 0, 0, 2] },
            { "kafka_dlt-original-offset", [0, 0, 0, 0, 0, 0, 1, 0] },
            { "kafka_dlt-exception-fqcn", "java.lang.IllegalStateException"u8.ToArray() },
        });
        var death = (await kafka.LookAsync(topic)).Messages[0].Deaths.ShouldHaveSingleItem();
        death.Queue.ShouldBe("orders");
        death.Reason.ShouldBe("java.lang.IllegalStateException");
    }

    [KafkaFact]
    public async Task Browse_WhatKcatCompressed_IsReadWithEveryCodec()
    {
        var topic = await kafka.TopicAsync();
        foreach (var codec in new[] { "gzip", "snappy", "lz4", "zstd" })
            await kafka.Lab.KcatAsync($"k:{codec} {new string('z', 500)}\n", "-P", "-t", topic.Name, "-K", ":", "-H", $"codec={codec}", "-z", codec);
        var look = await kafka.LookAsync(topic);
        TopicsFixture.Bodies(look).Select(body => body.Split(' ')[0]).ShouldBe(["gzip", "snappy", "lz4", "zstd"]);
        look.Messages.Select(message => ((TextValue)message.Headers[0].Value).Value).ShouldBe(["gzip", "snappy", "lz4", "zstd"]);
    }
}
