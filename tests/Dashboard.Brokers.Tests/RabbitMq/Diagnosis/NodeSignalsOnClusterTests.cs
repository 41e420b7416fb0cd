using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Diagnosis;

/// <summary>
/// What goes wrong with nodes, made to happen on a cluster of three: alarms of memory and disk, the publishers they block, a node that is killed, a
/// quorum queue that loses its majority by it. One cluster and one order, because a cluster takes long to start.
/// </summary>
public sealed class NodeSignalsOnClusterTests
{
    private OwnLab _lab = null!;
    private HttpClient _http = null!;
    private ISnapshotReader _reader = null!;
    private DiagnosisBench _bench = null!;

    [Fact]
    public async Task Nodes_AlarmsAndAKill_AreFoundWhileTheyLast_AndOnTheirNodeAlone()
    {
        await using var lab = _lab = await OwnLab.StartAsync(nodes: 3);
        using var http = _http = Management();
        await using var harness = new ReaderHarness(Settings());
        _reader = harness.Reader;
        _bench = new DiagnosisBench(harness.Reader.Sections);
        var nodes = (await GetAsync("nodes")).EnumerateArray().Select(node => node.GetProperty("name").GetString()!).Order(StringComparer.Ordinal).ToList();
        nodes.Count.ShouldBe(3);
        var (lost, kept) = await QuorumQueuesOfTwoAsync(nodes[2]);
        await PutAsync("queues/%2F/three", new { durable = true, arguments = new Dictionary<string, object> { ["x-queue-type"] = "quorum" } });
        await using var publisher = await ConnectAsync("publisher");
        await using var consumer = await ConnectAsync("consumer");
        await using var channel = await publisher.CreateChannelAsync();
        await using var reading = await consumer.CreateChannelAsync();
        await reading.BasicConsumeAsync("three", autoAck: true, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(reading));

        await UntilAsync(() => _bench.Snapshot.Section("connections")?.Table is { RowCount: >= 2 });
        _bench.Diagnosis.Findings.ShouldNotContain(f => f.SectionId == "nodes" || f.Signal.Id == "blocked" || f.Signal.Id == "no-majority", "all is well yet");

        await AlarmAsync("memory-alarm", "disk-alarm", "set_vm_memory_high_watermark 0.0001", "set_vm_memory_high_watermark 0.4", nodes, channel);
        await AlarmAsync("disk-alarm", "memory-alarm", "set_disk_free_limit 900000000000000", "set_disk_free_limit 10000000", nodes, channel);

        lab.Kill(3);
        await UntilAsync(() => _bench.Find("node-down", nodes[2]) is not null && _bench.Find("no-majority", lost) is not null);
        _bench.Find("node-down", nodes[2])!.Text.ShouldContain("2 of 3 nodes run");
        _bench.Find("node-down", nodes[0]).ShouldBeNull();
        _bench.Find("node-down", nodes[1]).ShouldBeNull();
        _bench.Find("no-majority", kept).ShouldBeNull("both of its members run");
        _bench.Find("no-majority", "three").ShouldBeNull("two of its three members run");

        await lab.UpAsync();
        await UntilAsync(() => _bench.Find("node-down", nodes[2]) is null && _bench.Find("no-majority", lost) is null);
    }

    // An alarm of the first node, the publisher it blocks, and its end.
    private async Task AlarmAsync(string signal, string other, string on, string off, List<string> nodes, IChannel channel)
    {
        await _lab.RunAsync($"lab/rabbitmqctl {on}");
        await UntilAsync(() => _bench.Find(signal, nodes[0]) is not null);
        _bench.Find(signal, nodes[1]).ShouldBeNull("its neighbours have what they need");
        _bench.Find(other, nodes[0]).ShouldBeNull();
        await channel.BasicPublishAsync("", "three", mandatory: false, body: new byte[10]);
        await UntilAsync(() => _bench.Diagnosis.Findings.Any(f => f.Signal.Id == "blocked"));
        var blocked = _bench.Diagnosis.Findings.Where(f => f.Signal.Id == "blocked").ShouldHaveSingleItem("who only consumes is not blocked");
        blocked.Text.ShouldContain("publisher");
        _bench.Find(signal, nodes[0])!.Evidence.Single(e => e.Label == "Clients blocked").Value.ShouldBe("1");
        await _lab.RunAsync($"lab/rabbitmqctl {off}");
        await UntilAsync(() => _bench.Find(signal, nodes[0]) is null && _bench.Diagnosis.Findings.All(f => f.Signal.Id != "blocked"));
    }

    // The broker tells some seconds late; the clock of the bench goes on by five with each look.
    private async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 90; i++)
        {
            await _bench.StepAsync(_reader, TimeSpan.FromSeconds(5));
            if (isSo())
                return;
            await Task.Delay(1000);
        }

        throw new TimeoutException($"What was waited for did not happen. Found: {string.Join(" | ", _bench.Diagnosis.Findings.Select(f => f.Text))}");
    }

    // Where the broker places a member is its own choice: one queue with a member on the node and one without are taken from several.
    private async Task<(string With, string Without)> QuorumQueuesOfTwoAsync(string node)
    {
        string? with = null, without = null;
        for (var i = 0; i < 20 && (with is null || without is null); i++)
        {
            await PutAsync($"queues/%2F/pair{i}", new { durable = true, arguments = new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-quorum-initial-group-size"] = 2 } });
            var queue = await GetAsync($"queues/%2F/pair{i}");
            if (queue.GetProperty("members").EnumerateArray().Any(member => member.GetString() == node))
                with ??= $"pair{i}";
            else
                without ??= $"pair{i}";
        }

        return (with ?? throw new InvalidOperationException("No queue has a member there."), without ?? throw new InvalidOperationException("All queues have a member there."));
    }

    private ConnectionSettings Settings()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["ManagementUrls:0"] = _lab.Variables["LAB_RABBITMQ_MANAGEMENT_URL"],
            ["AmqpEndpoints:0"] = _lab.Variables["LAB_RABBITMQ_AMQP_URLS"].Split(',', ' ')[0],
            ["Username"] = _lab.Variables["LAB_RABBITMQ_ADMIN_USER"],
            ["Password"] = _lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"],
        };
        return new ConnectionSettings(DiagnosisBench.Connection, values, "Dashboard:Connections:0:RabbitMq");
    }

    private HttpClient Management()
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_lab.Variables["LAB_RABBITMQ_MANAGEMENT_URL"]}/api/") };
        var pair = $"{_lab.Variables["LAB_RABBITMQ_ADMIN_USER"]}:{_lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"]}";
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        return http;
    }

    private Task<IConnection> ConnectAsync(string name) => new ConnectionFactory
    {
        Uri = new Uri(_lab.Variables["LAB_RABBITMQ_AMQP_URLS"].Split(',', ' ')[0]),
        UserName = _lab.Variables["LAB_RABBITMQ_ADMIN_USER"],
        Password = _lab.Variables["LAB_RABBITMQ_ADMIN_PASSWORD"],
        ClientProvidedName = name,
    }.CreateConnectionAsync();

    private async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(new Uri(_http.BaseAddress!, path));

    private async Task PutAsync(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(new Uri(_http.BaseAddress!, path), body);
        answer.EnsureSuccessStatusCode();
    }
}
