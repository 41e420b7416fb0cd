using Dashboard.Brokers.Kafka.Groups.Editing;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>Resets and deletions, each looked at with the distribution's own tool.</summary>
public sealed class ResetTests : IAsyncLifetime
{
    private readonly string _topic = KafkaCluster.TopicName("reset");
    private readonly string _group = KafkaCluster.TopicName("reset-group");
    private KafkaLab _lab = null!;
    private GroupsBench _bench = null!;

    public async Task InitializeAsync()
    {
        if (KafkaLab.SkipReason is not null)
            return;
        _lab = await KafkaLab.GetAsync();
        await _lab.CreateTopicAsync(_topic, 2);
        _bench = GroupsBench.On(_lab);
        await _bench.ProduceAsync(_topic, 100, partition: 0);
        await _bench.ProduceAsync(_topic, 40, partition: 1);
        _bench.Commit(_group, _topic, 60, 10);
        await _bench.ReadAsync();
    }

    public async Task DisposeAsync()
    {
        if (_bench is null)
            return;
        await _bench.DisposeAsync();
        await _lab.DeleteTopicAsync(_topic);
    }

    [KafkaTheory]
    [InlineData("earliest", null, "0", "0")]
    [InlineData("latest", null, "100", "40")]
    [InlineData("offset", 30L, "30", "30")]
    [InlineData("offset", 70L, "70", "40")]
    [InlineData("shift", -20L, "40", "0")]
    [InlineData("shift", 35L, "95", "40")]
    public async Task Reset_OfAWholeGroup_IsAsPlannedAndAsTheToolTells(string to, long? by, string first, string second)
    {
        var change = by is null ? _bench.Reset(_group, ("to", to)) : _bench.Reset(_group, ("to", to), (to, by));
        _bench.Editor.Check(change).ShouldBeEmpty();

        var forecast = await _bench.Editor.ForecastAsync(change, default);
        var result = await _bench.Editor.ApplyAsync(change, default);

        forecast.Refusal.ShouldBeNull();
        forecast.Table!.Rows.Select(row => row[3]).ShouldBe([first, second]);
        result.End.ShouldBe(ChangeEnd.Done, result.Words);
        var told = await _bench.ToolAsync(_group);
        told[(_topic, 0)].Committed.ShouldBe(first);
        told[(_topic, 1)].Committed.ShouldBe(second);
        (await _bench.Editor.LookBackAsync(change, default)).End.ShouldBe(ChangeEnd.Done);
    }

    [KafkaFact]
    public async Task Reset_ToATimeOfOnePartition_TakesTheFirstMessageSinceThen()
    {
        await Task.Delay(50);
        var time = DateTimeOffset.UtcNow;
        await Task.Delay(50);
        await _bench.ProduceAsync(_topic, 5, partition: 0);
        var change = _bench.Reset(_group, ("topic", _topic), ("partitions", "0"), ("to", "time"), ("time", time.ToString("O")));

        (await _bench.Editor.ApplyAsync(change, default)).End.ShouldBe(ChangeEnd.Done);

        var told = await _bench.ToolAsync(_group);
        told[(_topic, 0)].Committed.ShouldBe("100");
        told[(_topic, 1)].Committed.ShouldBe("10");
    }

    [KafkaFact]
    public async Task Forecast_CountsWhatIsReadAgainAndSkipped()
    {
        var forecast = await _bench.Editor.ForecastAsync(_bench.Reset(_group, ("to", "offset"), ("offset", 30)), default);

        forecast.Table!.Rows.ShouldBe([[_topic, "0", "60", "30", "30 read again"], [_topic, "1", "10", "30", "20 skipped"]]);
        forecast.Losses.Single().Count.ShouldBe(20);
        forecast.Consequences.ShouldContain(one => one.Text.StartsWith("30 messages will be read again", StringComparison.Ordinal));
    }

    [KafkaFact]
    public async Task Forecast_OfOffsetsThatAreThere_SaysThatNothingWouldChange()
    {
        (await _bench.Editor.ForecastAsync(_bench.Reset(_group, ("topic", _topic), ("partitions", "0"), ("to", "offset"), ("offset", 60L)), default)).ChangesNothing.ShouldBeTrue();
        var both = await _bench.Editor.ForecastAsync(_bench.Reset(_group, ("to", "offset"), ("offset", 60L)), default);
        both.ChangesNothing.ShouldBeFalse("the other partition stands at 10");
        both.Table!.Rows[0][4].ShouldBe("as it is");
    }

    [KafkaFact]
    public async Task Reset_WhileTheGroupIsLive_IsRefusedWithTheReasonAndChangesNothing()
    {
        using var consumer = _bench.Consumer(_group);
        consumer.Subscribe(_topic);
        while (consumer.Assignment.Count == 0)
            consumer.Consume(TimeSpan.FromMilliseconds(100));
        var change = _bench.Reset(_group, ("to", "earliest"));

        (await _bench.Editor.ForecastAsync(change, default)).Refusal.ShouldNotBeNull().ShouldContain("1 member");
        (await _bench.Editor.ApplyAsync(change, default)).End.ShouldBe(ChangeEnd.Refused);
        (await _bench.Editor.ApplyAsync(Delete(GroupForms.GroupKind), default)).End.ShouldBe(ChangeEnd.Refused);
        (await _bench.ToolAsync(_group))[(_topic, 0)].Committed.ShouldBe("60");
        consumer.Close();
    }

    [KafkaFact]
    public async Task Delete_OffsetsOfATopicThenTheGroup_AreGoneForTheToolToo()
    {
        var offsets = Delete(GroupForms.OffsetsKind, ("topic", _topic));
        var other = KafkaCluster.TopicName("other");
        await _lab.CreateTopicAsync(other);
        _bench.Commit(_group, other, 0);

        var deleted = await _bench.Editor.ApplyAsync(offsets, default);
        deleted.End.ShouldBe(ChangeEnd.Done, deleted.Words);
        (await _bench.ToolAsync(_group)).Keys.ShouldBe([(other, 0)]);
        (await _bench.Editor.ApplyAsync(Delete(GroupForms.GroupKind), default)).End.ShouldBe(ChangeEnd.Done);
        (await _bench.Editor.LookBackAsync(Delete(GroupForms.GroupKind), default)).End.ShouldBe(ChangeEnd.Done);
        (await _bench.Editor.ForecastAsync(Delete(GroupForms.GroupKind), default)).IsGone.ShouldBeTrue();
        (await _lab.ToolAsync("consumer-groups", "--list")).ShouldNotContain(_group);
        await _lab.DeleteTopicAsync(other);
    }

    private ObjectChange Delete(string kind, params (string Id, object? Value)[] values)
        => new() { Verb = ChangeVerb.Delete, Kind = kind, Key = RowKey.Of(_group), Values = ChangeValues.Of(values) };
}
