using System.Text.Json;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>Export, comparison and application of definitions on a real broker.</summary>
public sealed class DefinitionsTests(EditingVhost vhost) : IClassFixture<EditingVhost>
{
    private IDefinitions Definitions => vhost.Connection.Find<IDefinitions>()!;

    [Fact]
    public async Task Compare_OfAFile_TellsNewChangedSameAndOnlyHere_AndItsChangesBringTheBrokerThere()
    {
        var p = EditingVhost.NewName("d");
        await vhost.DeclareQueueAsync($"{p}-same", new Dictionary<string, object> { ["x-max-length"] = 5 });
        await vhost.DeclareQueueAsync($"{p}-other", new Dictionary<string, object> { ["x-max-length"] = 5 });
        await vhost.DeclareQueueAsync($"{p}-here");
        await vhost.Broker.CallAsync(HttpMethod.Put, $"policies/{vhost.Escaped}/{p}", Policy(1));
        var file = JsonSerializer.Serialize(new
        {
            exchanges = new[] { new { name = $"{p}-x", type = "topic", durable = true, auto_delete = false, @internal = false, arguments = new { } } },
            queues = new[] { Queue($"{p}-same", 5), Queue($"{p}-other", 9), Queue($"{p}-new", 7) },
            bindings = new[] { new { source = $"{p}-x", destination = $"{p}-new", destination_type = "queue", routing_key = "a.#", arguments = new { } } },
            policies = new[] { new Dictionary<string, object>(Policy(2)) { ["name"] = p } },
        });

        var items = await Definitions.CompareAsync(file, vhost.Name, CancellationToken.None);

        DefinitionItem Of(string kind, string name) => items.Single(item => item.Name.Kind == kind && item.Name.Name.Contains(name, StringComparison.Ordinal));
        Of("queue", $"{p}-same").State.ShouldBe(DefinitionState.Same);
        Of("queue", $"{p}-here").State.ShouldBe(DefinitionState.OnlyHere);
        Of("queue", $"{p}-here").Change.ShouldBeNull();
        Of("queue", $"{p}-new").State.ShouldBe(DefinitionState.New);
        var other = Of("queue", $"{p}-other");
        other.State.ShouldBe(DefinitionState.Changed);
        other.Differences.ShouldBe([new FieldDifference("x-max-length", "5", "9")]);
        other.Change.ShouldBeNull();
        other.Reason!.ShouldContain("fixed");
        Of("policy", p).Differences.ShouldBe([new FieldDifference("max-length", "1", "2")]);

        foreach (var change in items.Select(item => item.Change).OfType<ObjectChange>())
            await vhost.DoAsync(change);

        var again = await Definitions.CompareAsync(file, vhost.Name, CancellationToken.None);
        again.Where(item => item.State is DefinitionState.New or DefinitionState.Changed).Select(item => item.Name.Name).ShouldBe([$"{p}-other"]);
    }

    [Fact]
    public async Task Export_WithoutSecrets_HoldsNoHashAndNoCredentials()
    {
        var user = $"secretive-{Guid.NewGuid():N}";
        await vhost.Broker.AddUserAsync(user, "hunter2", "", vhost.Name);
        await vhost.Broker.CallAsync(HttpMethod.Put, $"parameters/shovel/{vhost.Escaped}/s", new
        {
            value = new Dictionary<string, object> { ["src-uri"] = "amqp://u:hunter2@127.0.0.1:1", ["src-queue"] = "a", ["dest-uri"] = "amqp://u:hunter2@127.0.0.1:1", ["dest-queue"] = "b" },
        });
        await using var all = vhost.Connect(("VirtualHosts:0", null));
        var definitions = all.Find<IDefinitions>()!;

        var without = await definitions.ExportAsync(null, withSecrets: false, CancellationToken.None);
        var with = await definitions.ExportAsync(null, withSecrets: true, CancellationToken.None);

        without.ShouldContain(user);
        without.ShouldNotContain("hunter2");
        without.ShouldNotContain("hash");
        with.ShouldContain("password_hash");
        await vhost.Broker.CallAsync(HttpMethod.Delete, $"users/{user}");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task Compare_OfSomethingElse_SaysWhatItIsNot(string text)
        => (await Should.ThrowAsync<BrokerException>(() => Definitions.CompareAsync(text, vhost.Name, CancellationToken.None))).NextStep.ShouldNotBeNull();

    [Fact]
    public async Task Export_OfAnotherVhostThanConfigured_IsRefused()
        => await Should.ThrowAsync<BrokerException>(() => Definitions.ExportAsync("/", withSecrets: false, CancellationToken.None));

    private static object Queue(string name, int limit)
        => new { name, durable = true, auto_delete = false, arguments = new Dictionary<string, object> { ["x-max-length"] = limit } };

    private static Dictionary<string, object> Policy(int limit) => new()
    {
        ["pattern"] = "^never",
        ["apply-to"] = "queues",
        ["priority"] = 0,
        ["definition"] = new Dictionary<string, object> { ["max-length"] = limit },
    };
}
