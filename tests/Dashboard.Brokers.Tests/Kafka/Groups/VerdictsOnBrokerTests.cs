using Confluent.Kafka;
using Dashboard.Brokers.Kafka.Diagnosis.Groups;
using Dashboard.Brokers.Kafka.Groups;
using Dashboard.Brokers.Tests.Kafka.Messages;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>Real consumers that go wrong, each beside a neighbour on the same topic that is well.</summary>
public sealed class VerdictsOnBrokerTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _actors = [];
    private readonly string _topic = KafkaCluster.TopicName("lag");
    private readonly string _well = KafkaCluster.TopicName("well");
    private KafkaLab _lab = null!;
    private GroupsBench _bench = null!;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _lab = await KafkaLab.GetAsync();
        await _lab.CreateTopicAsync(_topic, 3);
        _bench = GroupsBench.On(_lab);
    }

    public void Dispose() => _stop.Dispose();

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_actors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_bench is not null)
        {
            await _bench.DisposeAsync();
            await _lab.DeleteTopicAsync(_topic);
        }
    }

    [KafkaFact]
    public async Task Verdicts_OfConsumersThatGoWrong_AreTheirsAndNotTheirNeighbours()
    {
        var (stalled, stopped, empty, slow) = (KafkaCluster.TopicName("stalled"), KafkaCluster.TopicName("stopped"), KafkaCluster.TopicName("empty"), KafkaCluster.TopicName("slow"));
        var lopsided = KafkaCluster.TopicName("lopsided");
        await _bench.ProduceAsync(_topic, 300);
        _bench.Commit(empty, _topic, 0, 0, 0);
        Act(stalled, (consumer, _) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, 2))));
        Act(stopped, (consumer, round) =>
        {
            // One commit, then nothing but heartbeats.
            if (round == 0)
                consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, 3)));
        });
        Act(_well, (consumer, _) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, EndOf(consumer, p)))));
        Act(slow, (consumer, round) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, round))));
        Act(lopsided, (consumer, round) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, p.Partition == 1 ? round : EndOf(consumer, p)))));
        var producing = ProduceOnAsync();
        await _bench.ReadAsync();

        await _bench.WaitAsync(() => _bench.Find(stalled)?.CountOf(LagState.Stalled) == 3, "stalled");
        await _bench.WaitAsync(() => _bench.Find(stopped)?.CountOf(LagState.Stopped) == 3, "stopped");
        await _bench.WaitAsync(() => _bench.Find(slow)?.CountOf(LagState.Growing) == 3, "growing");
        _bench.Symptoms(slow).Select(s => s.Signal.Id).ShouldNotContain("group-one-partition");

        // On a busy machine it may fall behind for a moment with the others too, like any consumer.
        await _bench.WaitAsync(() => _bench.Symptoms(lopsided).Select(s => s.Signal.Id).SequenceEqual(["group-one-partition"]), "one partition");
        _bench.Find(lopsided)!.Lone.ShouldNotBeNull().Partition.ShouldBe(1);
        _bench.Symptoms(lopsided).Single().Describe().Text.ShouldContain("it keeps up with the others");
        _bench.Summary(empty).Worst.ShouldBe(LagState.EmptyWithLag);
        await _bench.WaitAsync(() => _bench.Summary(_well).Worst == LagState.Ok && _bench.Symptoms(_well).Count == 0, "well");
        _bench.Symptoms(stalled).Select(s => s.Signal.Id).ShouldContain("group-stalled");
        _bench.Symptoms(stalled).Select(s => s.Describe().Text).ShouldContain(text => text.Contains("commits the same offset", StringComparison.Ordinal));
        var next = _bench.Symptoms(stalled).Single(s => s.Signal.Id == "group-stalled").Describe().NextStep.Target.ShouldNotBeNull();
        (next.SectionId, next.Key).ShouldBe(("topics", RowKey.Of(_topic)));
        next.Message!.Value.Offset.ShouldBe(2, "the very message it stands before");
        _bench.Symptoms(_topic).ShouldBeEmpty("one group is well");
        await _stop.CancelAsync();
        await producing;
    }

    [KafkaFact]
    public async Task Rewound_ThenReading_IsCatchingUp()
    {
        var group = KafkaCluster.TopicName("rewound");
        await _bench.ProduceAsync(_topic, 3_000);
        _bench.Commit(group, _topic, 1_000, 1_000, 1_000);
        await _bench.ReadAsync();
        await Task.Delay(500);
        await _bench.ReadGroupsAsync();
        _bench.Commit(group, _topic, 0, 0, 0);
        await Task.Delay(500);
        await _bench.WaitAsync(() => _bench.Summary(group).Troubled.Any(t => t.Verdict.SetBack > 0 || t.Verdict.State == LagState.EmptyWithLag), "set back");
        for (var i = 1; i <= 5; i++)
        {
            _bench.Commit(group, _topic, i * 60, i * 60, i * 60);
            await _bench.ReadGroupsAsync();
            await Task.Delay(450);
        }

        await _bench.ReadGroupsAsync();
        var worst = _bench.Summary(group).Troubled[0];
        worst.Verdict.State.ShouldBe(LagState.CatchingUp);
        worst.Verdict.SetBack.ShouldBe(1_000);
        worst.Verdict.SecondsLeft.ShouldBeGreaterThan(0);
    }

    [KafkaFact]
    public async Task MoreMembersThanPartitions_AreIdle_AndARestlessGroupIsAStorm()
    {
        var (crowd, restless, calm) = (KafkaCluster.TopicName("crowd"), KafkaCluster.TopicName("restless"), KafkaCluster.TopicName("calm"));
        await _bench.ProduceAsync(_topic, 30);
        for (var i = 0; i < 4; i++)
            Act(crowd, (_, _) => { });
        Act(calm, (_, _) => { });
        _actors.Add(Task.Run(() =>
        {
            while (!_stop.IsCancellationRequested)
            {
                using var consumer = _bench.Consumer(restless);
                consumer.Subscribe(_topic);
                for (var i = 0; i < 8; i++)
                    consumer.Consume(TimeSpan.FromMilliseconds(100));
                consumer.Close();
            }
        }));
        await _bench.ReadAsync();

        await _bench.WaitAsync(() => _bench.Find(crowd)?.IdleMembers == 1, "idle member");
        await _bench.WaitAsync(() => _bench.Symptoms(restless).Any(s => s.Signal.Id == "group-rebalances"), "storm");
        _bench.Symptoms(calm).Select(s => s.Signal.Id).ShouldNotContain("group-rebalances");
        _bench.Summary(calm).IdleMembers.ShouldBe(0);
    }

    [KafkaFact]
    public async Task DeletedUnread_IsLost_AndBeyondTheEndIsAhead()
    {
        var (lost, ahead) = (KafkaCluster.TopicName("lost"), KafkaCluster.TopicName("ahead"));
        await _bench.ProduceAsync(_topic, 50, partition: 0);
        await _bench.ProduceAsync(_topic, 10, partition: 1);
        _bench.Commit(lost, _topic, 10, 10);
        _bench.Commit(ahead, _topic, 90);
        await DeleteRecordsAsync($$"""{"version":1,"partitions":[{"topic":"{{_topic}}","partition":0,"offset":30}]}""");
        await _bench.ReadAsync();
        await Task.Delay(500);
        await _bench.ReadAsync();
        await Task.Delay(500);
        await _bench.ReadGroupsAsync();

        _bench.Summary(lost).Troubled.Single().Verdict.ShouldSatisfyAllConditions(v => v.State.ShouldBe(LagState.Lost), v => v.Lost.ShouldBe(20));
        _bench.Summary(ahead).Worst.ShouldBe(LagState.AheadOfLog);
        _bench.Offset(ahead, _topic, 0, "lag").ShouldBe("-40");
    }

    [KafkaFact]
    public async Task AllGroupsOfATopicFallBehind_IsTheTopicsUntilOneKeepsUp()
    {
        var (first, second, well) = (KafkaCluster.TopicName("first"), KafkaCluster.TopicName("second"), KafkaCluster.TopicName("third"));
        await _bench.ProduceAsync(_topic, 30);
        foreach (var slow in new[] { first, second })
            Act(slow, (consumer, round) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, Math.Min(round, 8)))));
        var producing = ProduceOnAsync();
        await _bench.ReadAsync();

        await _bench.WaitAsync(() => _bench.Symptoms(_topic).Any(s => s.Signal.Id == "topic-all-groups-lag"), "all groups");
        _bench.Symptoms(_topic).Single().Describe().Text.ShouldBe($"{_topic}: all 2 groups that read it fall behind or stand still.");

        Act(well, (consumer, _) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, EndOf(consumer, p)))));
        await _bench.WaitAsync(() => _bench.Find(well) is { Worst: LagState.Ok, Group.Members.Count: 1 } && _bench.Symptoms(_topic).Count == 0, "one keeps up");
        _bench.Symptoms(first).ShouldNotBeEmpty();
        await _stop.CancelAsync();
        await producing;
    }

    [KafkaFact]
    public async Task OldestUnreadNearRetention_IsSoonLost_AndYoungerOnesAreNot()
    {
        var (late, young, unbounded, forever) = (KafkaCluster.TopicName("late"), KafkaCluster.TopicName("young"), KafkaCluster.TopicName("unbounded"), KafkaCluster.TopicName("forever"));
        var bounded = KafkaCluster.TopicName("bounded");
        await _lab.CreateTopicAsync(bounded, 1, "retention.ms=7200000");
        await _lab.CreateTopicAsync(forever, 1, "retention.ms=-1");
        using var plain = PlainKafka.On(_bench.Bootstrap);
        foreach (var topic in new[] { bounded, forever })
        {
            await plain.PutAsync(topic, "old", at: DateTimeOffset.UtcNow.AddMinutes(-100));
            await plain.PutAsync(topic, "new", at: DateTimeOffset.UtcNow);
        }

        _bench.Commit(late, bounded, 0);
        _bench.Commit(young, bounded, 1);
        _bench.Commit(unbounded, forever, 0);
        await _bench.ReadAsync();
        await _bench.ReadSettingsAsync();

        await _bench.WaitAsync(() => _bench.Find(late)?.Worst == LagState.SoonLost, "soon lost");
        _bench.Symptoms(late).Select(s => s.Signal.Id).ShouldBe(["group-soon-lost"]);
        _bench.Symptoms(late).Single().Describe().Text.ShouldStartWith($"{late}: the oldest unread message of partition 0 of {bounded} is deleted in about ");
        foreach (var other in new[] { young, unbounded })
        {
            await _bench.WaitAsync(() => _bench.Summary(other).Behind.Source == BehindSource.Timestamp, "its age");
            _bench.Summary(other).Worst.ShouldBe(LagState.EmptyWithLag, other);
        }

        await _lab.DeleteTopicAsync($"{bounded},{forever}");
    }

    [KafkaFact]
    public async Task BeforeATransactionThatHangs_Waits_AndWhoReadsBeyondItDoesNot()
    {
        var topic = KafkaCluster.TopicName("hangs");
        var (at, before, beyond, well) = (KafkaCluster.TopicName("at"), KafkaCluster.TopicName("before"), KafkaCluster.TopicName("beyond"), KafkaCluster.TopicName("read-all"));
        await _lab.CreateTopicAsync(topic);
        using var plain = PlainKafka.On(_bench.Bootstrap);
        using var ended = plain.Transact(topic, true, "0", "1");
        using var open = plain.Transact(topic, null, "3");
        await plain.PutAsync(topic, "4");
        await plain.PutAsync(topic, "5");

        // Its marker is offset 2: the first transaction is read by who has committed 2 or 3.
        foreach (var (group, offset) in new[] { (at, 3L), (before, 2L), (beyond, 4L), (well, 6L) })
            Act(group, (consumer, _) => consumer.Commit(consumer.Assignment.Select(p => new TopicPartitionOffset(p, offset))), topic);
        await _bench.ReadAsync();
        await _bench.ReadAsync();
        _bench.Table("partitions")["last_stable"].NumberAt(_bench.Table("partitions").RowOf(RowKey.Of(topic, "0"))).ShouldBe(3.0);

        foreach (var waits in new[] { at, before })
        {
            await _bench.WaitAsync(() => _bench.Find(waits)?.Worst == LagState.WaitsForTransaction, waits);
            _bench.Symptoms(waits).Select(s => s.Signal.Id).ShouldBe(["group-waits"]);
        }

        await _bench.WaitAsync(() => _bench.Find(beyond)?.Worst == LagState.Stalled, "stalled, and waits for nothing");
        _bench.Summary(at).Worst.ShouldBe(LagState.WaitsForTransaction, "still, though it commits the same offset");
        _bench.Summary(well).Worst.ShouldBe(LagState.Ok);
        open.AbortTransaction(TimeSpan.FromSeconds(30));
        await _lab.DeleteTopicAsync(topic);
    }

    private static Offset EndOf(IConsumer<string, string> consumer, TopicPartition partition) => consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(5)).High;

    private void Act(string group, Action<IConsumer<string, string>, int> work, string? topic = null) => _actors.Add(Task.Run(async () =>
    {
        using var consumer = _bench.Consumer(group);
        consumer.Subscribe(topic ?? _topic);
        for (var round = 0; !_stop.IsCancellationRequested;)
        {
            consumer.Consume(TimeSpan.FromMilliseconds(100));
            if (consumer.Assignment.Count > 0)
            {
                try
                {
                    work(consumer, round++);
                }
                catch (KafkaException)
                {
                    // A rebalance in between: the next round.
                }
            }

            await Task.Delay(100);
        }

        consumer.Close();
    }));

    private async Task DeleteRecordsAsync(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, json);
            await _lab.ToolAsync("delete-records", "--offset-json-file", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task ProduceOnAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _bench.ProduceAsync(_topic, 60);
            await Task.Delay(200);
        }
    }
}
