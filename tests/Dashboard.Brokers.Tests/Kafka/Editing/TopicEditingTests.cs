using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Editing;

/// <summary>Topics made, changed and deleted on a real broker, and what is said before and after.</summary>
public sealed class TopicEditingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [KafkaFact]
    public async Task Topic_MadeChangedAndDeleted_IsAsTheBrokersToolsSee()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());
        var editor = bench.Connection.Find<IObjectEditor>()!;
        var name = KafkaCluster.TopicName("edit");
        var made = Create(name, ("partitions", 3), ("replication_factor", 1), ("retention.ms", 3600000), ("cleanup.policy", "delete"), ("others", new Dictionary<string, object> { ["flush.messages"] = 10 }));

        editor.Check(made).ShouldBeEmpty();
        editor.Preview(made).ShouldContain("retention.ms = 3600000");
        (await editor.LookBackAsync(made, None)).End.ShouldBe(ChangeEnd.Refused);
        var forecast = await editor.ForecastAsync(made, None);
        forecast.Refusal.ShouldBeNull();
        forecast.Consequences.ShouldContain(c => c.Text.StartsWith("One replica", StringComparison.Ordinal));
        (await lab.ToolAsync("topics", "--list")).ShouldNotContain(name, Case.Sensitive, "a forecast changes nothing");
        (await editor.ApplyAsync(made, None)).ShouldBe(new ChangeResult(ChangeEnd.Done, "created"));
        (await editor.LookBackAsync(made, None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.ForecastAsync(made, None)).Refusal.ShouldBe("There is a topic of this name already, with 3 partitions.");
        (await editor.ApplyAsync(made, None)).End.ShouldBe(ChangeEnd.Refused);
        (await DescribeAsync(lab, name)).ShouldContain("retention.ms=3600000");

        // What differs is sent, and nothing else: a setting that another client made stays unless it is taken away here.
        await lab.ToolAsync("configs", "--alter", "--topic", name, "--add-config", "segment.ms=123456");
        var values = (await editor.ReadAsync("topic", RowKey.Of(name), None))!;
        values["segment.ms"].GetInt64().ShouldBe(123456);
        values["others"].GetProperty("flush.messages").GetString().ShouldBe("10");
        var unchanged = new ObjectChange { Verb = ChangeVerb.Edit, Kind = "topic", Key = RowKey.Of(name), Values = values };
        forecast = await editor.ForecastAsync(unchanged, None);
        (forecast.ChangesNothing, forecast.Refusal, forecast.Consequences.Count).ShouldBe((true, null, 0));
        var wanted = values.Where(v => v.Key != "cleanup.policy").ToDictionary(v => v.Key, v => v.Key == "retention.ms" ? JsonSerializer.SerializeToElement(60000) : v.Value);
        var edit = new ObjectChange { Verb = ChangeVerb.Edit, Kind = "topic", Key = RowKey.Of(name), Values = wanted };
        editor.Check(edit).ShouldBeEmpty();
        forecast = await editor.ForecastAsync(edit, None);
        forecast.ChangesNothing.ShouldBeFalse();
        forecast.Consequences.Select(c => c.Text).ShouldBe(
        [
            "retention.ms: 3600000 → 60000", "cleanup.policy: delete → (the brokers' value)", "Messages that are beyond the new retention are deleted soon, for good.",
        ]);
        (await editor.LookBackAsync(edit, None)).End.ShouldBe(ChangeEnd.Refused);
        (await editor.ApplyAsync(edit, None)).Words.ShouldBe("changed: retention.ms: 3600000 → 60000; cleanup.policy: delete → (the brokers' value)");
        (await editor.LookBackAsync(edit, None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.ApplyAsync(edit, None)).Words.ShouldBe("it was so already");
        var told = await DescribeAsync(lab, name);
        told.ShouldContain("retention.ms=60000");
        told.ShouldContain("segment.ms=123456");
        told.ShouldNotContain("cleanup.policy");

        var delete = new ObjectChange { Verb = ChangeVerb.Delete, Kind = "topic", Key = RowKey.Of(name) };
        (await editor.LookBackAsync(delete, None)).End.ShouldBe(ChangeEnd.Refused);
        (await editor.ApplyAsync(delete, None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.LookBackAsync(delete, None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.ForecastAsync(delete, None)).IsGone.ShouldBeTrue();
        (await editor.ApplyAsync(delete, None)).End.ShouldBe(ChangeEnd.Gone);
        (await editor.ApplyAsync(edit, None)).End.ShouldBe(ChangeEnd.Gone);
        (await editor.ReadAsync("topic", RowKey.Of(name), None)).ShouldBeNull();
    }

    [KafkaFact]
    public async Task Delete_TopicThatIsRead_NamesMessagesAndGroups()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());
        var name = KafkaCluster.TopicName("read");
        await lab.CreateTopicAsync(name, 2, "cleanup.policy=compact");
        await lab.KcatAsync("1:a\n2:b\n3:c\n", "-P", "-t", name, "-K:");
        var group = KafkaCluster.TopicName("group");
        await lab.ToolAsync("consumer-groups", "--reset-offsets", "--group", group, "--topic", name, "--to-earliest", "--execute");

        var forecast = await bench.Connection.Find<IObjectEditor>()!.ForecastAsync(new ObjectChange { Verb = ChangeVerb.Delete, Kind = "topic", Key = RowKey.Of(name) }, None);

        forecast.Losses.Select(l => l.Text).ShouldBe(["3 messages are lost at most", "1 group loses its offsets"]);
        forecast.Consequences.ShouldContain(c => c.Text == $"Groups with committed offsets in it: {group}. Their offsets for it go too.");
        forecast.Consequences.ShouldContain(c => c.Text.StartsWith("It is compacted", StringComparison.Ordinal));
    }

    [KafkaFact]
    public async Task Partitions_Added_AreThereAndNeverTakenAway()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());
        var editor = bench.Connection.Find<IObjectEditor>()!;
        var name = KafkaCluster.TopicName("parts");
        await lab.CreateTopicAsync(name, 2);

        var asItIs = await editor.ForecastAsync(Partitions(name, 2), None);
        (asItIs.ChangesNothing, asItIs.Refusal).ShouldBe((true, null));
        (await editor.ForecastAsync(Partitions(name, 1), None)).Refusal.ShouldBe("It has 2 partitions already; they cannot be taken away.");
        var forecast = await editor.ForecastAsync(Partitions(name, 5), None);
        forecast.Refusal.ShouldBeNull();
        forecast.Consequences.Select(c => c.Text).ShouldContain(t => t.Contains("messages of one key are in order only before or after", StringComparison.Ordinal));
        (await editor.LookBackAsync(Partitions(name, 5), None)).End.ShouldBe(ChangeEnd.Refused);
        (await editor.ApplyAsync(Partitions(name, 5), None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.LookBackAsync(Partitions(name, 5), None)).End.ShouldBe(ChangeEnd.Done);
        (await editor.ApplyAsync(Partitions(name, 3), None)).End.ShouldBe(ChangeEnd.Refused);
        (await DescribeAsync(lab, name)).ShouldContain("PartitionCount: 5");
    }

    [KafkaFact]
    public async Task Broker_WouldRefuse_IsSaidBeforehandInItsWords()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());
        var editor = bench.Connection.Find<IObjectEditor>()!;
        var name = KafkaCluster.TopicName("bad");

        (await editor.ForecastAsync(Create(name, ("replication_factor", 7)), None)).Refusal!.ShouldContain("replication factor", Case.Insensitive);
        (await editor.ForecastAsync(Create(name, ("others", new Dictionary<string, object> { ["no.such.setting"] = 1 })), None)).Refusal!.ShouldContain("no.such.setting");
        (await editor.ApplyAsync(Create(name, ("others", new Dictionary<string, object> { ["no.such.setting"] = 1 })), None)).End.ShouldBe(ChangeEnd.Refused);
        editor.Check(Create("a/b")).ShouldHaveSingleItem().FieldId.ShouldBe("name");
        editor.Check(Create("")).ShouldNotBeEmpty();
        editor.Check(new ObjectChange { Verb = ChangeVerb.Delete, Kind = "topic", Key = RowKey.Of("__consumer_offsets") }).ShouldHaveSingleItem().Message.ShouldContain("brokers for themselves");
    }

    [KafkaFact]
    public async Task Broker_NotThere_NothingIsClaimed()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings(("BootstrapServers:0", BlackHole.DeadEndPoint().ToString()), ("RequestTimeoutSeconds", "1")));
        var editor = bench.Connection.Find<IObjectEditor>()!;
        var change = Create("nobody");

        (await Should.ThrowAsync<BrokerException>(() => editor.ForecastAsync(change, None))).Message.ShouldContain("Nothing was changed");
        var result = await editor.ApplyAsync(change, None);
        result.End.ShouldBe(ChangeEnd.Refused, result.Words);
        result.Words.ShouldStartWith("Nothing was sent.");
        (await editor.LookBackAsync(change, None)).End.ShouldBe(ChangeEnd.Unknown);
    }

    [KafkaFact]
    public async Task Explain_TopicAndBroker_SayWhatOverridesWhat()
    {
        var lab = await KafkaLab.GetAsync();
        await using var bench = new KafkaBench(lab.Settings());
        var explainer = bench.Connection.Find<ISettingsExplainer>()!;
        var name = KafkaCluster.TopicName("explain");
        await lab.CreateTopicAsync(name, 1, "retention.ms=60000");
        await lab.ToolAsync("configs", "--alter", "--entity-type", "brokers", "--entity-default", "--add-config", "log.retention.ms=120000");
        await lab.ToolAsync("configs", "--alter", "--entity-type", "brokers", "--entity-name", "1", "--add-config", "log.retention.ms=180000");
        try
        {
            var settings = (await explainer.ExplainAsync("topics", RowKey.Of(name), None))!;

            var retention = settings.Single(s => s.Name == "retention.ms");
            (retention.Value, retention.Source.Kind).ShouldBe(("60000", "topic"));
            retention.Overridden.Select(o => (o.Value, o.Source.Kind)).Take(2).ShouldBe([("180000", "broker (dynamic)"), ("120000", "cluster (dynamic)")]);
            retention.Overridden[0].Why.ShouldBe("What comes from \"topic\" counts for more than what comes from \"broker (dynamic)\".");
            settings.Single(s => s.Name == "segment.bytes").Source.Kind.ShouldBe("default");
            var ofBroker = (await explainer.ExplainAsync("brokers", RowKey.Of("1"), None))!;
            ofBroker.Single(s => s.Name == "log.retention.ms").Value.ShouldBe("180000");
            ofBroker.Single(s => s.Name == "broker.rack").Source.Kind.ShouldBe("broker's file");
            (await explainer.ExplainAsync("topics", RowKey.Of("no-such-topic"), None)).ShouldBeNull();
        }
        finally
        {
            await lab.ToolAsync("configs", "--alter", "--entity-type", "brokers", "--entity-default", "--delete-config", "log.retention.ms");
            await lab.ToolAsync("configs", "--alter", "--entity-type", "brokers", "--entity-name", "1", "--delete-config", "log.retention.ms");
        }
    }

    private static Task<string> DescribeAsync(KafkaLab lab, string topic) => lab.ToolAsync("topics", "--describe", "--topic", topic);

    private static ObjectChange Partitions(string name, int count)
        => new() { Verb = ChangeVerb.Edit, Kind = "topic-partitions", Key = RowKey.Of(name), Values = ChangeValues.Of(("partitions", count)) };

    private static ObjectChange Create(string name, params (string Id, object? Value)[] values)
        => new() { Verb = ChangeVerb.Create, Kind = "topic", Values = ChangeValues.Of([("name", name), .. values]) };
}
