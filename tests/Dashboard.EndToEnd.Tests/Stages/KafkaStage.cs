using System.Globalization;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Dashboard.Core.Model;
using Dashboard.EndToEnd.Tests.Brokers;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Processes;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Stages;

/// <summary>
/// What the journeys on Kafka share: one dashboard with the connections <c>kafka</c> and <c>live</c> (marked production) to the lab's Kafka, one
/// browser, one signed-in administrator, and one group that is stuck from the beginning, because a verdict needs a minute and a half.
/// </summary>
public sealed class KafkaStage : IAsyncLifetime
{
    public const int PoisonPartition = 1;
    public const int PoisonOffset = 7;
    public const int Messages = 20;

    private readonly ChromiumFixture _chromium = new();
    private DashboardProcess? _dashboard;
    private string _session = "";
    private StuckConsumer? _stuck;

    public DashboardProcess Dashboard => _dashboard ?? throw new InvalidOperationException("The dashboard has not been started.");

    public IBrowser Browser => _chromium.Browser;

    public KafkaLab Cluster { get; private set; } = null!;

    public KafkaEye Eye { get; private set; } = null!;

    /// <summary>Two partitions; the second one holds a message that its group cannot read.</summary>
    public string StuckTopic { get; } = KafkaCluster.TopicName("invoices");

    public string StuckGroup { get; } = KafkaCluster.TopicName("billing");

    public static string TopicAddress(string connection, string topic, string? part = null)
        => $"c/{connection}/topics/item?key={Uri.EscapeDataString(RowKey.Of(topic).Value)}{(part is null ? "" : "&tab=" + part)}";

    public static string GroupAddress(string connection, string group, string? part = null)
        => $"c/{connection}/groups/item?key={Uri.EscapeDataString(RowKey.Of(group).Value)}{(part is null ? "" : "&tab=" + part)}";

    /// <summary>One element of <c>Dashboard:Connections</c>.</summary>
    public static JsonObject Connection(string id, KafkaCluster cluster, string environment = "test") => new()
    {
        ["Id"] = id,
        ["Name"] = id,
        ["Kind"] = "kafka",
        ["Environment"] = environment,
        ["Kafka"] = new JsonObject { ["BootstrapServers"] = new JsonArray([.. cluster.BootstrapServers.Select(server => JsonValue.Create(server))]) },
    };

    public async Task InitializeAsync()
    {
        // All its tests are skipped then.
        if (KafkaLab.SkipReason is not null)
            return;
        Cluster = await KafkaLab.GetAsync();
        Eye = new KafkaEye(Cluster);
        await Cluster.CreateTopicAsync(StuckTopic, partitions: 2);
        for (var partition = 0; partition < 2; partition++)
            await Eye.ProduceAsync(StuckTopic, partition, Messages, i => Invoice(partition, i));
        ConsumeStuck();
        _dashboard = await DashboardProcess.StartAsync([Connection("kafka", Cluster), Connection("live", Cluster, "production")]);
        await _chromium.InitializeAsync();
        await using var first = await Tab.OpenAsync(Browser, Dashboard.BaseAddress);
        await first.Page.GotoAsync(await Dashboard.SignInLinkAsync());
        await first.ReadyAsync();
        _session = await first.StorageStateAsync();
    }

    /// <summary>A new tab, signed in as the administrator.</summary>
    public Task<Tab> OpenAsync(Action<BrowserNewContextOptions>? change = null, string? script = null)
        => Tab.OpenAsync(Browser, Dashboard.BaseAddress, _session, change, script);

    /// <summary>Starts the group's consumer, which goes on where the group is.</summary>
    public void ConsumeStuck() => _stuck ??= Eye.Consume(StuckGroup, StuckTopic, new TopicPartitionOffset(StuckTopic, PoisonPartition, PoisonOffset));

    public async Task StopConsumerAsync()
    {
        if (_stuck is { } stuck)
            await stuck.DisposeAsync();
        _stuck = null;
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_dashboard is not null)
            await _dashboard.DisposeAsync();
        await StopConsumerAsync();
        if (Eye is null)
            return;
        Eye.Dispose();
        await Cluster.DeleteTopicAsync(StuckTopic);
    }

    private static Message<string, string> Invoice(int partition, int number)
    {
        var total = (partition, number) == (PoisonPartition, PoisonOffset) ? "\"twelve\"" : (number * 10).ToString(CultureInfo.InvariantCulture);
        return new Message<string, string> { Key = $"customer-{number}", Value = $$"""{"invoice": "{{partition}}-{{number}}", "total": {{total}}, "currency": "EUR"}""" };
    }
}
