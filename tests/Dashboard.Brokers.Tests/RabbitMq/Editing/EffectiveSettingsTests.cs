using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>Who wins between argument, policy and operator policy, as the broker applies them.</summary>
public sealed class EffectiveSettingsTests(EditingVhost vhost) : IClassFixture<EditingVhost>
{
    [Fact]
    public async Task Explain_OfAQueueWithAllThree_NamesTheSourceOfEachAndWhatLost()
    {
        var name = EditingVhost.NewName("e");
        await vhost.DeclareQueueAsync(name, new Dictionary<string, object> { ["x-max-length"] = 100, ["x-message-ttl"] = 1000, ["x-overflow"] = "drop-head" });
        await PutAsync("policies", $"{name}-p", name, new() { ["max-length"] = 50, ["message-ttl"] = 5000, ["overflow"] = "reject-publish", ["expires"] = 900_000 });
        await PutAsync("operator-policies", $"{name}-o", name, new() { ["max-length"] = 10, ["expires"] = 1_800_000 });

        var settings = await ExplainAsync("queues", name, 4);

        Of(settings, "max-length").ShouldBe(("10", "operator policy"));
        settings.Single(one => one.Name == "max-length").Overridden.Select(one => (one.Value, one.Source.Kind)).ShouldBe([("50", "policy"), ("100", "argument")]);
        Of(settings, "message-ttl").ShouldBe(("1000", "argument"));
        Of(settings, "overflow").ShouldBe(("drop-head", "argument"));
        Of(settings, "expires").ShouldBe(("900000", "policy"));

        // The broker says itself how it merged the two policies.
        var queue = await vhost.Broker.CallAsync(HttpMethod.Get, $"queues/{vhost.Escaped}/{name}");
        queue.GetProperty("effective_policy_definition").GetProperty("max-length").GetInt32().ShouldBe(10);
        queue.GetProperty("effective_policy_definition").GetProperty("expires").GetInt32().ShouldBe(900_000);
    }

    [Fact]
    public async Task MaxLength_OfTheSmallerOne_IsWhatTheBrokerHolds()
    {
        var name = EditingVhost.NewName("e");
        await vhost.DeclareQueueAsync(name, new Dictionary<string, object> { ["x-max-length"] = 5 });
        await PutAsync("policies", $"{name}-p", name, new() { ["max-length"] = 3 });
        var settings = await ExplainAsync("queues", name, 1);
        for (var i = 0; i < 10; i++)
            await vhost.PublishAsync("", name, $"{i}");

        await using var client = await vhost.ClientAsync();
        await using var channel = await client.CreateChannelAsync();

        Of(settings, "max-length").ShouldBe(("3", "policy"));
        (await channel.MessageCountAsync(name)).ShouldBe(3u);
    }

    [Fact]
    public async Task Explain_OfAnExchange_NamesItsAlternate_AndOfAGoneOneNothing()
    {
        var name = EditingVhost.NewName("e");
        await vhost.DeclareExchangeAsync(name, arguments: new Dictionary<string, object> { ["alternate-exchange"] = "amq.fanout" });

        Of((await vhost.Connection.Find<ISettingsExplainer>()!.ExplainAsync("exchanges", vhost.Key(name), CancellationToken.None))!, "alternate-exchange").ShouldBe(("amq.fanout", "argument"));
        (await vhost.Connection.Find<ISettingsExplainer>()!.ExplainAsync("queues", vhost.Key("never was"), CancellationToken.None)).ShouldBeNull();
    }

    private static (string Value, string Source) Of(IReadOnlyList<EffectiveSetting> settings, string name)
        => settings.Single(one => one.Name == name) is var setting ? (setting.Value, setting.Source.Kind) : default;

    private Task PutAsync(string resource, string policy, string queue, Dictionary<string, object> definition)
        => vhost.Broker.CallAsync(HttpMethod.Put, $"{resource}/{vhost.Escaped}/{policy}", new Dictionary<string, object>
        {
            ["pattern"] = $"^{queue}$",
            ["apply-to"] = "queues",
            ["priority"] = 0,
            ["definition"] = definition,
        });

    // The broker tells a queue's policies with its statistics, a moment later.
    private async Task<IReadOnlyList<EffectiveSetting>> ExplainAsync(string section, string name, int policied)
    {
        for (var i = 0; i < 100; i++)
        {
            var settings = await vhost.Connection.Find<ISettingsExplainer>()!.ExplainAsync(section, vhost.Key(name), CancellationToken.None);
            if (settings!.Count(one => one.Source.Name is not null || one.Overridden.Any(lost => lost.Source.Name is not null)) >= policied)
                return settings!;
            await Task.Delay(200);
        }

        throw new TimeoutException("The broker never told the policy.");
    }
}
