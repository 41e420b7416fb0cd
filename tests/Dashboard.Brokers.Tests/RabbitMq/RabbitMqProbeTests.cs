using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared;
using Dashboard.Tests.Shared.RabbitMq;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq;

public sealed class RabbitMqProbeTests
{
    [Fact]
    public async Task Probe_GoodSettings_SaysVersionUserAndVirtualHost()
    {
        var broker = await RabbitMqBroker.GetAsync();

        var steps = await ProbeAsync(broker, broker.AdminPassword);

        steps.Count.ShouldBe(2);
        steps.ShouldAllBe(step => step.Tone == Tone.Good);
        steps[0].Words.ShouldContain("RabbitMQ 3.");
        steps[0].Words.ShouldContain(broker.AdminUser);
        steps[0].Words.ShouldContain("administrator");
        steps[1].Words.ShouldContain("virtual host");
    }

    [Fact]
    public async Task Probe_WrongPassword_IsRefusedOnBothWaysAndNotRepeated()
    {
        var steps = await ProbeAsync(await RabbitMqBroker.GetAsync(), "not-the-password");

        steps.Count.ShouldBe(2);
        steps.ShouldAllBe(step => step.Tone == Tone.Bad && !step.Words.Contains("not-the-password"));
        steps[0].Words.ShouldContain("401");
    }

    [Fact]
    public async Task Probe_OneOfTwoNodesIsAway_NamesTheOne()
    {
        var broker = await RabbitMqBroker.GetAsync();
        var dead = $"http://127.0.0.1:{FreePort.Find()}";

        var steps = await ProbeAsync(broker, broker.AdminPassword, dead);

        steps.Select(step => step.Tone).ShouldBe([Tone.Good, Tone.Bad, Tone.Good]);
        steps[1].Title.ShouldContain(dead);
    }

    private static async Task<IReadOnlyList<ProbeStep>> ProbeAsync(RabbitMqBroker broker, string password, params string[] furtherUrls)
    {
        var values = new Dictionary<string, string?>
        {
            ["ManagementUrls:0"] = broker.ManagementUrl,
            ["AmqpEndpoints:0"] = broker.AmqpUrl,
            ["Username"] = broker.AdminUser,
            ["Password"] = password,
        };
        for (var i = 0; i < furtherUrls.Length; i++)
            values[$"ManagementUrls:{i + 1}"] = furtherUrls[i];
        var settings = new ConnectionSettings(new ConnectionInfo(new("probe"), "probe", new("rabbitmq"), default, false), values, "Settings");
        await using var connection = new RabbitMqProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(settings);
        return await connection.Find<IConnectionProbe>()!.ProbeAsync(CancellationToken.None);
    }
}
