using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>Queues made, deleted and purged on a real broker.</summary>
public sealed class QueueEditingTests(EditingVhost vhost) : IClassFixture<EditingVhost>
{
    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    [InlineData("stream")]
    public async Task Create_OfEachType_IsThereWithItsArguments(string type)
    {
        var name = EditingVhost.NewName();
        var bytes = ("x-max-length-bytes", (object?)1_000_000);

        await vhost.DoAsync(vhost.Create("queue", ("name", name), ("type", type), bytes, ("arguments", new { team = "orders", level = 3 })));

        var queue = await QueueAsync(name);
        queue.GetProperty("type").GetString().ShouldBe(type);
        queue.GetProperty("arguments").GetProperty("x-max-length-bytes").GetInt64().ShouldBe(1_000_000);
        queue.GetProperty("arguments").GetProperty("team").GetString().ShouldBe("orders");
        queue.GetProperty("arguments").GetProperty("level").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("a/b c")]
    [InlineData("ünï <script>alert(1)</script> & %2F")]
    [InlineData("日本 — 🐇")]
    [InlineData("tab\tin it")]
    public async Task CreateAndDelete_WithAStrangeName_DoesJustThat(string name)
    {
        await vhost.DoAsync(vhost.Create("queue", ("name", name)));
        (await QueueAsync(name)).GetProperty("name").GetString().ShouldBe(name);

        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key(name)));
        (await ExistsAsync(name)).ShouldBeFalse();
    }

    [Fact]
    public async Task Create_WhereOneWithOtherArgumentsIs_IsRefusedInTheBrokersWords()
    {
        var name = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        var change = vhost.Create("queue", ("name", name), ("x-max-length", 3));

        (await vhost.ForecastAsync(change)).Consequences.ShouldHaveSingleItem().Text.ShouldContain("already");
        var result = await vhost.ApplyAsync(change);

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldContain("inequivalent arg");
        (await vhost.Editor.LookBackAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Refused);
    }

    [Fact]
    public async Task LookBack_AfterACreation_SaysThatItIsThere()
    {
        var name = EditingVhost.NewName();
        var change = vhost.Create("queue", ("name", name), ("type", "quorum"), ("x-delivery-limit", 5), ("x-dead-letter-exchange", ""));
        (await vhost.Editor.LookBackAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Refused);

        await vhost.DoAsync(change);

        (await vhost.Editor.LookBackAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Done);
        (await vhost.ForecastAsync(change)).Consequences.ShouldHaveSingleItem().Text.ShouldContain("nothing will change");
    }

    [Fact]
    public async Task Delete_OfOneThatIsGone_SaysSo()
    {
        var change = EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key("never was"));

        (await vhost.ForecastAsync(change)).IsGone.ShouldBeTrue();
        (await vhost.ApplyAsync(change)).End.ShouldBe(ChangeEnd.Gone);
    }

    [Fact]
    public async Task DeleteIfEmpty_WhereMessagesAre_IsRefusedByTheBrokerAndTheQueueStays()
    {
        var name = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        (await vhost.PublishAsync("", name, "one")).ShouldBeTrue();

        var result = await vhost.ApplyAsync(EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key(name), ("if-empty", true)));

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldContain("not empty");
        (await ExistsAsync(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task DeleteIfUnused_WithAConsumer_IsRefusedByTheBrokerAndTheQueueStays()
    {
        var name = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        await using var client = await vhost.ClientAsync();
        await using var channel = await client.CreateChannelAsync();
        await channel.BasicConsumeAsync(name, true, new AsyncEventingBasicConsumer(channel));

        var result = await vhost.ApplyAsync(EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key(name), ("if-unused", true)));

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldContain("in use");
        (await ExistsAsync(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task Forecast_OfADeletion_CountsBindingsThatGo()
    {
        var name = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        await vhost.BindAsync("amq.topic", name, "a.#");
        await vhost.BindAsync("amq.direct", name, "a");

        var forecast = await vhost.ForecastAsync(EditingVhost.On(ChangeVerb.Delete, "queue", vhost.Key(name)));

        forecast.Losses.Single(loss => loss.Plural.StartsWith("bindings", StringComparison.Ordinal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Purge_OfAQueue_LeavesItEmpty()
    {
        var name = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(name);
        await vhost.PublishAsync("", name, "one");

        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Purge, "queue", vhost.Key(name)));

        await using var client = await vhost.ClientAsync();
        await using var channel = await client.CreateChannelAsync();
        (await channel.MessageCountAsync(name)).ShouldBe(0u);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("amq.mine")]
    [InlineData("")]
    public void Check_OfANameThatCannotBe_Refuses(string name)
        => vhost.Editor.Check(vhost.Create("queue", ("name", name))).ShouldContain(mistake => mistake.FieldId == "name");

    [Fact]
    public void Check_InAVhostThatIsNotOfThisConnection_Refuses()
    {
        var change = new ObjectChange { Verb = ChangeVerb.Delete, Kind = "queue", Key = RowKey.Of("/", "orders") };
        vhost.Editor.Check(change).ShouldContain(mistake => mistake.FieldId == "vhost");
    }

    private Task<JsonElement> QueueAsync(string name) => vhost.Broker.CallAsync(HttpMethod.Get, $"queues/{vhost.Escaped}/{Uri.EscapeDataString(name)}");

    private async Task<bool> ExistsAsync(string name)
        => (await vhost.Broker.CallAsync(HttpMethod.Get, $"queues/{vhost.Escaped}")).EnumerateArray().Any(queue => queue.GetProperty("name").GetString() == name);
}
