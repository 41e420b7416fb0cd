using System.Text.Json;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>Exchanges, bindings, policies, connections and virtual hosts on a real broker.</summary>
public sealed class OtherKindsTests(EditingVhost vhost) : IClassFixture<EditingVhost>
{
    [Fact]
    public async Task Exchange_WithAnAlternate_IsMadeAndDeleted()
    {
        var name = EditingVhost.NewName("x/é");
        await vhost.DoAsync(vhost.Create("exchange", ("name", name), ("type", "topic"), ("internal", true), ("alternate-exchange", "amq.fanout"), ("arguments", new { note = "n" })));

        var exchange = await vhost.Broker.CallAsync(HttpMethod.Get, $"exchanges/{vhost.Escaped}/{Uri.EscapeDataString(name)}");
        exchange.GetProperty("type").GetString().ShouldBe("topic");
        exchange.GetProperty("internal").GetBoolean().ShouldBeTrue();
        exchange.GetProperty("arguments").GetProperty("alternate-exchange").GetString().ShouldBe("amq.fanout");

        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Delete, "exchange", vhost.Key(name)));
        (await vhost.ApplyAsync(EditingVhost.On(ChangeVerb.Delete, "exchange", vhost.Key(name)))).End.ShouldBe(ChangeEnd.Gone);
    }

    [Fact]
    public async Task Exchange_DeletedIfUnusedWhileBound_IsRefusedByTheBroker()
    {
        var (name, queue) = (EditingVhost.NewName("x"), EditingVhost.NewName());
        await vhost.DeclareExchangeAsync(name);
        await vhost.DeclareQueueAsync(queue);
        await vhost.BindAsync(name, queue, "k");
        var change = EditingVhost.On(ChangeVerb.Delete, "exchange", vhost.Key(name), ("if-unused", true));

        (await vhost.ForecastAsync(change)).Refusal!.ShouldContain("not used");
        var result = await vhost.ApplyAsync(change);

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldContain("in use");
    }

    [Theory]
    [InlineData("direct", "a.b/c ~d é")]
    [InlineData("topic", "orders.#")]
    [InlineData("fanout", "")]
    public async Task Binding_IsMadeEditedAndDeleted(string type, string key)
    {
        var (source, queue) = (EditingVhost.NewName("x"), EditingVhost.NewName("q/"));
        await vhost.DeclareExchangeAsync(source, type);
        await vhost.DeclareQueueAsync(queue);
        var values = new (string, object?)[] { ("source", source), ("destination_type", "queue"), ("queue", queue), ("routing_key", key.Length > 0 ? key : null) };
        await vhost.DoAsync(vhost.Create("binding", values));
        var made = (await BindingsAsync(source, queue)).ShouldHaveSingleItem();
        made.GetProperty("routing_key").GetString().ShouldBe(key);

        var row = RowKey.Of(vhost.Name, source, "queue", queue, made.GetProperty("properties_key").GetString()!);
        var read = await vhost.Editor.ReadAsync("binding", row, CancellationToken.None);
        var edit = new ObjectChange { Verb = ChangeVerb.Edit, Kind = "binding", Key = row, Values = new Dictionary<string, JsonElement>(read!) { ["routing_key"] = ChangeValues.Of("changed") } };
        (await vhost.ForecastAsync(edit)).ChangesNothing.ShouldBeFalse();
        (await vhost.Editor.LookBackAsync(edit, CancellationToken.None)).End.ShouldBe(ChangeEnd.Refused);
        await vhost.DoAsync(edit);
        (await vhost.Editor.LookBackAsync(edit, CancellationToken.None)).ShouldBe(new ChangeResult(ChangeEnd.Done, "it is there as it was wanted"));
        made = (await BindingsAsync(source, queue)).ShouldHaveSingleItem();
        made.GetProperty("routing_key").GetString().ShouldBe("changed");

        row = RowKey.Of(vhost.Name, source, "queue", queue, made.GetProperty("properties_key").GetString()!);
        (await vhost.ForecastAsync(EditingVhost.On(ChangeVerb.Delete, "binding", row))).Consequences.ShouldHaveSingleItem().Text.ShouldContain("last binding");
        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Delete, "binding", row));
        (await BindingsAsync(source, queue)).ShouldBeEmpty();
        (await vhost.ApplyAsync(EditingVhost.On(ChangeVerb.Delete, "binding", row))).End.ShouldBe(ChangeEnd.Gone);
    }

    [Fact]
    public async Task Binding_EditedWithoutAChange_IsSaidToChangeNothingAndStays()
    {
        var (source, queue) = (EditingVhost.NewName("x"), EditingVhost.NewName());
        await vhost.DeclareExchangeAsync(source, "topic");
        await vhost.DeclareQueueAsync(queue);
        await vhost.DoAsync(vhost.Create("binding", ("source", source), ("destination_type", "queue"), ("queue", queue), ("routing_key", "a.#"), ("arguments", new { n = 1 })));
        var made = (await BindingsAsync(source, queue)).ShouldHaveSingleItem();
        var row = RowKey.Of(vhost.Name, source, "queue", queue, made.GetProperty("properties_key").GetString()!);

        await ShouldChangeNothingAsync("binding", row);

        (await BindingsAsync(source, queue)).ShouldHaveSingleItem("it was neither made again nor deleted").GetProperty("routing_key").GetString().ShouldBe("a.#");
    }

    [Fact]
    public async Task Binding_OfAHeadersExchange_KeepsTheTypesOfItsArguments()
    {
        var queue = EditingVhost.NewName();
        await vhost.DeclareQueueAsync(queue);
        var change = vhost.Create("binding", ("source", "amq.headers"), ("destination_type", "queue"), ("queue", queue), ("x-match", "any"), ("arguments", new { n = 1, t = "1", b = true, d = 1.5 }));

        await vhost.DoAsync(change);

        var arguments = (await BindingsAsync("amq.headers", queue)).ShouldHaveSingleItem().GetProperty("arguments");
        arguments.GetProperty("x-match").GetString().ShouldBe("any");
        arguments.GetProperty("n").GetInt32().ShouldBe(1);
        arguments.GetProperty("t").GetString().ShouldBe("1");
        arguments.GetProperty("b").GetBoolean().ShouldBeTrue();
        arguments.GetProperty("d").GetDouble().ShouldBe(1.5);
        (await vhost.Editor.LookBackAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Done);
    }

    [Fact]
    public async Task Binding_ToAnExchange_IsMade_AndToNothingIsForeseenAndRefused()
    {
        await vhost.DoAsync(vhost.Create("binding", ("source", "amq.topic"), ("destination_type", "exchange"), ("exchange", "amq.fanout"), ("routing_key", "e2e")));

        var missing = vhost.Create("binding", ("source", "amq.topic"), ("destination_type", "queue"), ("queue", "never was"));
        (await vhost.ForecastAsync(missing)).Refusal.ShouldBe($"There is no queue never was in {vhost.Name}.");
        (await vhost.ApplyAsync(missing)).Words.ShouldContain("no queue 'never was'");
    }

    [Fact]
    public async Task Policy_IsMadeEditedAndDeleted_AndSaysWhatItMatchesAndOverrides()
    {
        var prefix = EditingVhost.NewName("p");
        await vhost.DeclareQueueAsync($"{prefix}.one");
        await vhost.DeclareQueueAsync($"{prefix}.two");
        await vhost.Broker.CallAsync(HttpMethod.Put, $"policies/{vhost.Escaped}/{prefix}-low", new Dictionary<string, object>
        {
            ["pattern"] = $"^{prefix}",
            ["apply-to"] = "queues",
            ["priority"] = 1,
            ["definition"] = new Dictionary<string, object> { ["message-ttl"] = 60000 },
        });
        var change = vhost.Create("policy", ("name", $"{prefix}-high"), ("pattern", $"^{prefix}\\.one$"), ("apply-to", "queues"), ("priority", 5), ("max-length", 10), ("overflow", "reject-publish"));

        var forecast = await vhost.ForecastAsync(change);
        forecast.Consequences.ShouldContain(one => one.Text == $"It applies to 1 queue ({prefix}.one).");
        forecast.Consequences.ShouldContain(one => one.Text.Contains($"takes the place of policy {prefix}-low", StringComparison.Ordinal) && one.Text.Contains("message-ttl", StringComparison.Ordinal));
        await vhost.DoAsync(change);
        await PolicyShouldBecomeAsync($"{prefix}.one", $"{prefix}-high");
        await PolicyShouldBecomeAsync($"{prefix}.two", $"{prefix}-low");

        var row = RowKey.Of(vhost.Name, "policy", $"{prefix}-high");
        var values = new Dictionary<string, JsonElement>((await vhost.Editor.ReadAsync("policy", row, CancellationToken.None))!) { ["max-length"] = ChangeValues.Of(20) };
        values["overflow"].GetString().ShouldBe("reject-publish");
        await ShouldChangeNothingAsync("policy", row);
        await vhost.DoAsync(new ObjectChange { Verb = ChangeVerb.Edit, Kind = "policy", Key = row, Values = values });
        (await vhost.Broker.CallAsync(HttpMethod.Get, $"policies/{vhost.Escaped}/{prefix}-high")).GetProperty("definition").GetProperty("max-length").GetInt32().ShouldBe(20);

        var delete = EditingVhost.On(ChangeVerb.Delete, "policy", row);
        (await vhost.ForecastAsync(delete)).Consequences.ShouldHaveSingleItem().Text.ShouldContain($"Policy {prefix}-low (priority 1) comes into force");
        await vhost.DoAsync(delete);
        await PolicyShouldBecomeAsync($"{prefix}.one", $"{prefix}-low");
    }

    [Fact]
    public async Task Policy_WithASettingThatTheQueueTypeDoesNotKnow_IsForeseenNotToApply()
    {
        var name = EditingVhost.NewName("p");
        await vhost.DeclareQueueAsync(name);

        var forecast = await vhost.ForecastAsync(vhost.Create("policy", ("name", name), ("pattern", $"^{name}$"), ("apply-to", "queues"), ("max-length", 5), ("delivery-limit", 3)));

        forecast.Consequences.ShouldContain(one => one.Text == $"It matches 1 queue ({name}) and does not apply there at all: such queues do not know delivery-limit.");
    }

    [Fact]
    public async Task Policy_ThatTheBrokerDoesNotKnow_IsRefusedInItsWords()
    {
        var result = await vhost.ApplyAsync(vhost.Create("policy", ("name", "nope"), ("pattern", ".*"), ("apply-to", "queues"), ("definition", new Dictionary<string, object> { ["no-such-thing"] = 1 })));

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldContain("not recognised");
    }

    [Fact]
    public async Task OperatorPolicy_IsMadeAndDeleted()
    {
        var name = EditingVhost.NewName("op");
        await vhost.DoAsync(vhost.Create("operator-policy", ("name", name), ("pattern", "^never"), ("apply-to", "queues"), ("max-length", 10)));
        (await vhost.Broker.CallAsync(HttpMethod.Get, $"operator-policies/{vhost.Escaped}/{name}")).GetProperty("definition").GetProperty("max-length").GetInt32().ShouldBe(10);
        await ShouldChangeNothingAsync("operator-policy", RowKey.Of(vhost.Name, "operator policy", name));
        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Delete, "operator-policy", RowKey.Of(vhost.Name, "operator policy", name)));
    }

    [Fact]
    public async Task Connection_Closed_TellsTheClientTheReason()
    {
        var name = $"close-me-{Guid.NewGuid():N}";
        await using var client = await vhost.ClientAsync(name);
        var told = new TaskCompletionSource<string>();
        client.ConnectionShutdownAsync += (_, closed) =>
        {
            told.TrySetResult(closed.ReplyText);
            return Task.CompletedTask;
        };
        var connection = await FindConnectionAsync(name);

        await vhost.DoAsync(EditingVhost.On(ChangeVerb.Close, "connection", RowKey.Of(connection), ("reason", "deploy of 02:14")));

        (await told.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldContain("deploy of 02:14");
        (await vhost.ApplyAsync(EditingVhost.On(ChangeVerb.Close, "connection", RowKey.Of("never was"), ("reason", "again")))).End.ShouldBe(ChangeEnd.Gone);
    }

    [Fact]
    public async Task VirtualHost_IsMadeEditedAndDeleted()
    {
        var name = $"made/{Guid.NewGuid():N}";
        await using var connection = vhost.Connect(("VirtualHosts:0", null));
        var editor = connection.Find<Core.Capabilities.IObjectEditor>()!;
        var key = RowKey.Of(name);
        async Task Apply(ObjectChange change)
        {
            editor.Check(change).ShouldBeEmpty();
            (await editor.ApplyAsync(change, CancellationToken.None)).End.ShouldBe(ChangeEnd.Done);
        }

        await Apply(new ObjectChange { Verb = ChangeVerb.Create, Kind = "vhost", Values = ChangeValues.Of(("name", name), ("description", "one")) });
        await vhost.Broker.CallAsync(HttpMethod.Put, $"queues/{Uri.EscapeDataString(name)}/q", new { durable = true });
        (await editor.ReadAsync("vhost", key, CancellationToken.None))!.Text("description").ShouldBe("one");
        await Apply(new ObjectChange { Verb = ChangeVerb.Edit, Kind = "vhost", Key = key, Values = ChangeValues.Of(("description", "two"), ("tags", "b, a"), ("tracing", false)) });
        await ShouldChangeNothingAsync("vhost", key, editor);
        foreach (var other in new (string, object?)[] { ("tags", "a"), ("tracing", true), ("default_queue_type", "quorum"), ("description", null) })
        {
            var values = new Dictionary<string, JsonElement>((await editor.ReadAsync("vhost", key, CancellationToken.None))!);
            values.Remove(other.Item1);
            var change = new ObjectChange { Verb = ChangeVerb.Edit, Kind = "vhost", Key = key, Values = new Dictionary<string, JsonElement>([.. values, .. ChangeValues.Of(other)]) };
            (await editor.ForecastAsync(change, CancellationToken.None)).ChangesNothing.ShouldBeFalse(other.Item1);
        }

        (await vhost.Broker.CallAsync(HttpMethod.Get, $"vhosts/{Uri.EscapeDataString(name)}")).GetProperty("description").GetString().ShouldBe("two");

        var forecast = await editor.ForecastAsync(new ObjectChange { Verb = ChangeVerb.Delete, Kind = "vhost", Key = key }, CancellationToken.None);
        forecast.Losses.Single(loss => loss.Singular.StartsWith("queue", StringComparison.Ordinal)).Count.ShouldBe(1);
        await Apply(new ObjectChange { Verb = ChangeVerb.Delete, Kind = "vhost", Key = key });
        (await editor.ApplyAsync(new ObjectChange { Verb = ChangeVerb.Delete, Kind = "vhost", Key = key }, CancellationToken.None)).End.ShouldBe(ChangeEnd.Gone);
    }

    [Fact]
    public async Task Apply_WhereTheBrokersUserLacksTheRight_IsRefusedWithTheNextStep()
    {
        var user = $"weak-{Guid.NewGuid():N}";
        await vhost.Broker.AddUserAsync(user, "pw", "management", vhost.Name, configure: "^$");
        await using var connection = vhost.Connect(("Username", user), ("Password", "pw"));

        var result = await connection.Find<Core.Capabilities.IObjectEditor>()!.ApplyAsync(vhost.Create("queue", ("name", "not-mine")), CancellationToken.None);

        result.End.ShouldBe(ChangeEnd.Refused);
        result.NextStep!.ShouldContain("lacks the right");
        await vhost.Broker.CallAsync(HttpMethod.Delete, $"users/{user}");
    }

    [Fact]
    public async Task Apply_WhereNothingAnswers_SaysThatNothingWasSent()
    {
        await using var connection = vhost.Connect(("ManagementUrls:0", "http://127.0.0.1:1"));

        var result = await connection.Find<Core.Capabilities.IObjectEditor>()!.ApplyAsync(vhost.Create("queue", ("name", "q")), CancellationToken.None);

        result.End.ShouldBe(ChangeEnd.Refused);
        result.Words.ShouldStartWith("Nothing was sent.");
    }

    private async Task<List<JsonElement>> BindingsAsync(string source, string queue)
        => [.. (await vhost.Broker.CallAsync(HttpMethod.Get, $"bindings/{vhost.Escaped}/e/{Uri.EscapeDataString(source)}/q/{Uri.EscapeDataString(queue)}")).EnumerateArray()];

    // The broker tells a queue's policy with its statistics, a moment later.
    private async Task PolicyShouldBecomeAsync(string queue, string policy)
    {
        string? found = null;
        for (var i = 0; i < 100 && found != policy; i++)
        {
            var json = await vhost.Broker.CallAsync(HttpMethod.Get, $"queues/{vhost.Escaped}/{queue}");
            found = json.TryGetProperty("policy", out var name) ? name.GetString() : null;
            if (found != policy)
                await Task.Delay(200);
        }

        found.ShouldBe(policy);
    }

    /// <summary>An edit with the values as they are is not offered, and sent by somebody all the same it leaves the object alone.</summary>
    private async Task ShouldChangeNothingAsync(string kind, RowKey key, Core.Capabilities.IObjectEditor? editor = null)
    {
        editor ??= vhost.Editor;
        var edit = new ObjectChange { Verb = ChangeVerb.Edit, Kind = kind, Key = key, Values = (await editor.ReadAsync(kind, key, CancellationToken.None))! };
        editor.Check(edit).ShouldBeEmpty();

        var forecast = await editor.ForecastAsync(edit, CancellationToken.None);

        (forecast.ChangesNothing, forecast.Refusal, forecast.Consequences.Count).ShouldBe((true, null, 0));
        (await editor.ApplyAsync(edit, CancellationToken.None)).ShouldBe(new ChangeResult(ChangeEnd.Done, "it was so already"));
    }

    private async Task<string> FindConnectionAsync(string clientName)
    {
        for (var i = 0; i < 100; i++)
        {
            foreach (var one in (await vhost.Broker.CallAsync(HttpMethod.Get, "connections")).EnumerateArray())
            {
                if (one.TryGetProperty("user_provided_name", out var name) && name.GetString() == clientName)
                    return one.GetProperty("name").GetString()!;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("The connection never showed up.");
    }
}
