using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Brokers.Tests.RabbitMq.Management.Metrics;

/// <summary>Depths of many queues from a real broker's metrics page.</summary>
public sealed partial class MetricsOnBrokerTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>
{
    private const string Awkward = """an "awkward" \ näme } 7""";

    [Fact]
    public async Task Read_ManyQueues_HasTheDepthsOfTheMetricsPage()
    {
        await vhost.DeclareQueuesAsync(Enumerable.Range(0, 640).Select(i => $"many-{i:D3}"));
        await vhost.DeclareQueueAsync(Awkward);
        await vhost.DeclareQueueAsync("quorum", new Dictionary<string, object> { ["x-queue-type"] = "quorum" });
        await using var harness = new ReaderHarness(vhost.Settings());
        // Totals of all, before the metrics are used: what the list does not tell yet is nothing to be missed later.
        await harness.WaitForTableAsync("queues", table => Enumerable.Range(0, table.RowCount).All(table["total"].HasValue));
        await harness.ReadAsync("overview");
        await harness.ReadAsync("nodes");
        foreach (var (queue, count) in new[] { ("many-007", 3), (Awkward, 2), ("quorum", 1) })
        {
            for (var message = 0; message < count; message++)
                await vhost.PublishAsync("amq.default", queue, "x");
        }

        var before = await PagesAsync();
        var table = await harness.WaitForTableAsync("queues", t => Total(t, "many-007") == 3 && Total(t, Awkward) == 2 && Total(t, "quorum") == 1);

        (await PagesAsync()).ShouldBeGreaterThan(before);
        table.RowCount.ShouldBe(642);
        table["state"].TextAt(table.RowOf(RowKey.Of(vhost.Name, "quorum"))).ShouldBe("running");
    }

    private double Total(SectionTable table, string queue) => table["total"].NumberAt(table.RowOf(RowKey.Of(vhost.Name, queue)));

    /// <summary>How many detailed pages the broker has given so far.</summary>
    private async Task<int> PagesAsync()
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(vhost.Broker.MetricsUrl));
        var count = PagesLine().Match(text).Groups["count"].Value;
        return count.Length == 0 ? 0 : int.Parse(count, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""^telemetry_scrape_encoded_size_bytes_count\{registry="detailed"[^}]*\} (?<count>\d+)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PagesLine();
}
