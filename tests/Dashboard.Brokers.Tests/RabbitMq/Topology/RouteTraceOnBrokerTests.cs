using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Brokers.Tests.RabbitMq.Messages;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Topology;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Topology;

/// <summary>The trace against the broker itself: random exchanges, bindings and messages, and each message must be where the trace says, and nowhere else.</summary>
public sealed class RouteTraceOnBrokerTests(ITestOutputHelper output)
{
    private const int Messages = 400;

    /// <summary>Set to repeat a failure.</summary>
    private static readonly int? FixedSeed = int.TryParse(Environment.GetEnvironmentVariable("ROUTE_SEED"), out var seed) ? seed : null;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task Trace_RandomTopology_IsWhatTheBrokerDoes(int? chosen)
    {
        var seed = FixedSeed ?? chosen ?? Random.Shared.Next();
        output.WriteLine($"ROUTE_SEED={seed}");
        var vhost = new MessageVhost();
        await vhost.InitializeAsync();
        try
        {
            var topology = RandomTopology.Make(seed);
            await using (var channel = await vhost.ChannelAsync())
                await topology.DeclareAsync(channel, vhost);
            await using var harness = new ReaderHarness(vhost.Settings());
            var snapshot = await SnapshotOf.BrokerAsync(harness, vhost.Connection.Info);
            snapshot.Section("bindings")!.Table!.RowCount.ShouldBeGreaterThan(20);

            var sent = await SendAsync(vhost, topology);
            var arrived = new Dictionary<string, HashSet<string>>();
            foreach (var queue in topology.Queues)
            {
                foreach (var message in await vhost.DrainAsync(queue))
                    (arrived.TryGetValue(message.BasicProperties.MessageId!, out var queues) ? queues : arrived[message.BasicProperties.MessageId!] = []).Add(queue);
            }

            var (certain, copies) = (0, 0);
            foreach (var (id, request) in sent)
            {
                var trace = vhost.Connection.Find<IRouteTracer>()!.Trace(snapshot, request with { Address = request.Address with { Destination = vhost.Exchange(request.Address.Destination.Name) } });
                var real = arrived.GetValueOrDefault(id, []);
                var what = $"seed {seed}, message {id}: {request.Address} {string.Join(", ", request.Headers!)}\n{trace.Summary}\n{string.Join('\n', trace.Steps.SelectMany(s => s.Branches.Select(b => $"  {s.Title}: {b.Outcome} {b.Target}: {b.Reason}")))}";
                trace.Targets.Where(t => t.IsCertain).Select(t => t.Destination.Name).Except(real).ShouldBeEmpty(what);
                real.Except(trace.Targets.Select(t => t.Destination.Name)).ShouldBeEmpty(what);
                if (!trace.Targets.All(t => t.IsCertain))
                    continue;
                certain++;
                copies += real.Count;
            }

            output.WriteLine($"{sent.Count} messages, {certain} with a certain answer, {copies} copies compared");
            sent.Count.ShouldBe(Messages);
            certain.ShouldBe(Messages, "nothing here is beyond what the snapshot tells");
            copies.ShouldBe(arrived.Sum(a => a.Value.Count));
            copies.ShouldBeGreaterThan(Messages / 4);
            await LiveAgreesAsync(vhost, [.. sent.Values.Take(25)], snapshot);
        }
        finally
        {
            await vhost.DisposeAsync();
        }
    }

    // The planner asks the broker itself; both answers come from one piece of routing.
    private static async Task LiveAgreesAsync(MessageVhost vhost, IReadOnlyList<RouteRequest> requests, Core.Snapshots.ConnectionSnapshot snapshot)
    {
        foreach (var request in requests.Where(r => r.Address.Destination.Name.Length > 0))
        {
            var address = vhost.ToExchange(request.Address.Destination.Name, request.Address.RoutingKey);
            var reach = await vhost.Inspector.ReachAsync(address, request.Headers!, CancellationToken.None);
            var trace = vhost.Connection.Find<IRouteTracer>()!.Trace(snapshot, request with { Address = address });
            reach.Unknown.ShouldBeNull();
            reach.Destinations.Select(d => d.Name).Order().ShouldBe(trace.Targets.Select(t => t.Destination.Name).Order());
        }
    }

    private static async Task<Dictionary<string, RouteRequest>> SendAsync(MessageVhost vhost, RandomTopology topology)
    {
        var sent = new Dictionary<string, RouteRequest>();
        var isInternal = topology.Exchanges.Where(e => e.IsInternal).Select(e => e.Name).ToHashSet();
        await using var channel = await vhost.ChannelAsync(confirms: true);
        while (sent.Count < Messages)
        {
            var (exchange, key, headers) = topology.NextMessage();
            if (isInternal.Contains(exchange))
                continue;
            var id = $"m{sent.Count}";
            await channel.BasicPublishAsync(exchange, key, false, new BasicProperties { MessageId = id, Headers = AmqpFields.EncodeTable(headers) }, ReadOnlyMemory<byte>.Empty);
            sent[id] = new RouteRequest(new PublishAddress(vhost.Exchange(exchange), key), headers);
        }

        return sent;
    }
}
