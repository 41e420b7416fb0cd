using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Groups.Editing;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>A broker that freezes, dies and comes back under reads and resets. That the process lives on is part of each.</summary>
public sealed class FaultTests
{
    [KafkaFact]
    public async Task Broker_ThatFreezesAndDiesUnderReadsAndResets_EndsEachInWordsAndIsReadAgain()
    {
        await using var kafka = await OwnKafka.StartAsync();
        var (topic, group) = ("faults", "faults-group");
        await kafka.CreateTopicAsync(topic, 2);
        await using var bench = new GroupsBench(kafka, ("RequestTimeoutSeconds", "3"));
        await bench.ProduceAsync(topic, 40, partition: 0);
        bench.Commit(group, topic, 5, 0);
        await bench.ReadAsync();
        bench.Summary(group).Lag.ShouldBe(35);

        await kafka.FreezeAsync();
        (await Should.ThrowAsync<SourceException>(() => bench.ReadGroupsAsync(group))).Kind.ShouldBeOneOf(SourceProblemKind.TimedOut, SourceProblemKind.Unreachable);
        await Should.ThrowAsync<BrokerException>(() => bench.Editor.ForecastAsync(bench.Reset(group, ("to", "latest")), default));
        var refused = await bench.Editor.ApplyAsync(bench.Reset(group, ("to", "latest")), default);
        refused.End.ShouldBe(ChangeEnd.Refused, refused.Words);
        (await Should.ThrowAsync<KafkaException>(() => bench.ReadEndAsync(topic, 0))).Error.Code.ShouldBe(ErrorCode.Local_TimedOut, "the library gives no error, and an offset that is none");
        await kafka.ContinueAsync();
        await bench.WaitAsync(() => bench.Summary(group).Lag == 35, "reading again");

        // Somewhere in the middle of it: whatever it says, looking back agrees with the broker.
        var reset = bench.Reset(group, ("to", "shift"), ("shift", 3));
        var running = bench.Editor.ApplyAsync(reset, default);
        await Task.Delay(15);
        await kafka.FreezeAsync();
        var ended = await running;
        await kafka.ContinueAsync();
        await bench.WaitAsync(() => true, "reading again");
        var found = await bench.Editor.LookBackAsync(reset, default);
        var committed = (await bench.ToolAsync(group))[(topic, 0)].Committed;
        committed.ShouldBe(ended.End == ChangeEnd.Done || found.End == ChangeEnd.Done ? "8" : "5", $"{ended} {found}");

        var reading = Task.Run(async () =>
        {
            while (true)
                await bench.ReadGroupsAsync(group);
        });
        await Task.Delay(300);
        kafka.Kill();
        await Should.ThrowAsync<SourceException>(reading);
        (await bench.Editor.ApplyAsync(Delete(group), default)).End.ShouldNotBe(ChangeEnd.Done);
        await kafka.UpAsync();
        for (var tries = 0; tries < 30; tries++)
        {
            try
            {
                await bench.ReadGroupsAsync();
                break;
            }
            catch (SourceException)
            {
                await Task.Delay(1_000);
            }
        }

        bench.Summary(group).Lag.ShouldBe(40 - int.Parse(committed, System.Globalization.CultureInfo.InvariantCulture));
    }

    [KafkaFact]
    public async Task Group_ThatVanishesBetweenTwoReads_IsGoneAndSaysSo()
    {
        var lab = await KafkaLab.GetAsync();
        var (topic, group) = (KafkaCluster.TopicName("vanish"), KafkaCluster.TopicName("vanishing"));
        await lab.CreateTopicAsync(topic);
        await using var bench = new GroupsBench(lab);
        await bench.ProduceAsync(topic, 3);
        bench.Commit(group, topic, 0);
        await bench.ReadAsync();
        bench.Find(group).ShouldNotBeNull();

        await lab.ToolAsync("consumer-groups", "--delete", "--group", group);
        await bench.ReadGroupsAsync(group);

        bench.Find(group).ShouldBeNull();
        (await bench.Editor.ForecastAsync(bench.Reset(group, ("to", "latest")), default)).IsGone.ShouldBeTrue();
        (await bench.Editor.ApplyAsync(bench.Reset(group, ("to", "latest")), default)).End.ShouldBe(ChangeEnd.Gone);
        await lab.DeleteTopicAsync(topic);
    }

    private static ObjectChange Delete(string group) => new() { Verb = ChangeVerb.Delete, Kind = GroupForms.GroupKind, Key = RowKey.Of(group) };
}
