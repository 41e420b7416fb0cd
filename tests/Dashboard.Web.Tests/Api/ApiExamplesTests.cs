using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Core.Access;
using Dashboard.Tests.Shared;
using Dashboard.Tests.Shared.RabbitMq;
using Dashboard.Web.Auth.Keys;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Dashboard.Web.Tests.Api;

/// <summary>Runs the examples of <c>docs/api.md</c> as they stand there, in order, in a shell.</summary>
public sealed partial class ApiExamplesTests
{
    [Fact]
    public async Task Examples_OfTheDocument_RunAsTheyStand()
    {
        var broker = await RabbitMqBroker.GetAsync();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.AmqpUrl), UserName = broker.AdminUser, Password = broker.AdminPassword }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await PrepareAsync(channel);
        await using var dashboard = new TestDashboard(
            ("Dashboard:Connections:0:Id", "shop"), ("Dashboard:Connections:0:Kind", "rabbitmq"), ("Dashboard:Connections:0:Environment", "production"),
            ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", broker.ManagementUrl), ("Dashboard:Connections:0:RabbitMq:AmqpEndpoints:0", broker.AmqpUrl),
            ("Dashboard:Connections:0:RabbitMq:VirtualHosts:0", "/"),
            ("Dashboard:Connections:0:RabbitMq:Username", broker.AdminUser), ("Dashboard:Connections:0:RabbitMq:Password", broker.AdminPassword)).Started();
        await dashboard.AddAccountAsync("ada", Role.Admin);
        var key = (await dashboard.Services.GetRequiredService<ApiKeys>().CreateAsync(new Actor("ada", Role.Admin), "examples", Role.Operator, null, CancellationToken.None)).Text;
        var address = dashboard.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        using var client = new HttpClient { BaseAddress = dashboard.ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        await ApiStage.WaitForAsync(async () =>
            (await client.GetAsync(new Uri("api/v1/connections/shop/sections/queues/rows?filter=name=orders and ready=3", UriKind.Relative))) is { IsSuccessStatusCode: true } answer
            && (await answer.Content.ReadAsStringAsync()).Contains("\"total\":1", StringComparison.Ordinal));
        var examples = Examples().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"))).Select(match => match.Groups[1].Value).ToList();
        examples.Count.ShouldBe(8);

        var outputs = new List<string>();
        foreach (var example in examples)
            outputs.Add(await RunAsync(example, address, key));

        outputs[0].ShouldStartWith("shop up ");
        outputs[1].ShouldContain("""{"name":"orders","ready":3,"unacked":0}""");
        outputs[2].Split('\n')[0].ShouldBe("3");
        outputs[3].ShouldContain("""{"dead":0}""");
        outputs[4].Trim().ShouldBe("succeeded");
        outputs[5].ShouldContain("Replay 2 messages");
        outputs[5].ShouldContain(",Delivered,");
        outputs[6].ShouldContain("ada via key examples");
        outputs[7].ShouldStartWith("[");
        (await channel.QueueDeclarePassiveAsync("orders.dead")).MessageCount.ShouldBe(0u);
        (await channel.QueueDeclarePassiveAsync("orders")).MessageCount.ShouldBe(6u);
        await channel.QueueDeleteAsync("orders");
        await channel.QueueDeleteAsync("orders.dead");
    }

    // Three orders, and two that were rejected.
    private static async Task PrepareAsync(IChannel channel)
    {
        await channel.QueueDeleteAsync("orders");
        await channel.QueueDeleteAsync("orders.dead");
        await channel.QueueDeclareAsync("orders.dead", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueDeclareAsync(
            "orders", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = "orders.dead" });
        for (var i = 0; i < 2; i++)
        {
            await channel.BasicPublishAsync("", "orders", System.Text.Encoding.UTF8.GetBytes($$"""{"dead":{{i}}}"""));
            BasicGetResult? message;
            while ((message = await channel.BasicGetAsync("orders", autoAck: false)) is null)
                await Task.Delay(20);
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false);
        }

        for (var i = 0; i < 3; i++)
            await channel.BasicPublishAsync("", "orders", "{}"u8.ToArray());
    }

    private static async Task<string> RunAsync(string script, string address, string key)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BD"] = address;
        start.Environment["KEY"] = key;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, $"{script}\n{await output}\n{await errors}");
        return await output;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
