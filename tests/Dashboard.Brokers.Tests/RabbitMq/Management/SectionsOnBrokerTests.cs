using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.RabbitMq;
using RabbitMQ.Client;
using Xunit.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>A small scene of every kind of thing, read from the real broker section by section.</summary>
public sealed class SectionsOnBrokerTests(SectionsOnBrokerTests.Scene scene, ITestOutputHelper output) : IClassFixture<SectionsOnBrokerTests.Scene>
{
    [Fact]
    public async Task Read_EverySource_FillsEverySection()
    {
        await using var harness = new ReaderHarness(scene.Settings());
        var filled = new Dictionary<string, int>();
        foreach (var source in harness.Reader.Sources)
        {
            var reading = await harness.ReadAsync(source.Id);
            reading.Tables.Select(t => t.Definition.Id).ShouldBeSubsetOf(source.SectionIds);
            foreach (var table in reading.Tables)
            {
                filled[table.Definition.Id] = table.RowCount;
                output.WriteLine($"{table.Definition.Id}: {table.RowCount} rows");
                for (var row = 0; row < Math.Min(3, table.RowCount); row++)
                    output.WriteLine("  " + string.Join(" | ", table.Definition.Columns.Select(c => $"{c.Id}={table[c.Id].TextAt(row)}")));
            }
        }

        filled.Keys.ShouldBe(harness.Reader.Sections.Select(s => s.Id), ignoreOrder: true);
        filled.Where(f => f.Value == 0).Select(f => f.Key).ShouldBe(["shovels", "federation", "topic-permissions"]);
    }

    [Fact]
    public async Task Read_EverySection_NamesRowsByItsKeyColumns()
    {
        await using var harness = new ReaderHarness(scene.Settings());
        foreach (var source in harness.Reader.Sources)
        {
            foreach (var table in (await harness.ReadAsync(source.Id)).Tables)
            {
                for (var row = 0; row < table.RowCount; row++)
                    table.Keys[row].Parts.ShouldBe(table.Definition.KeyColumns.Select(c => table[c].TextAt(row)!));
            }
        }
    }

    [Fact]
    public async Task Links_OnRowsThatAreThere_LeadToRows()
    {
        await using var harness = new ReaderHarness(scene.Settings());
        var tables = new Dictionary<string, SectionTable>();
        foreach (var source in harness.Reader.Sources)
        {
            foreach (var table in (await harness.ReadAsync(source.Id)).Tables)
                tables[table.Definition.Id] = table;
        }

        var followed = 0;
        foreach (var table in tables.Values)
        {
            foreach (var column in table.Definition.Columns.Where(c => c.Link is not null))
            {
                for (var row = 0; row < table.RowCount; row++)
                {
                    if (!table[column.Id].HasValue(row))
                        continue;
                    var key = RowKey.Of([.. column.Link!.KeyColumns.Select(c => table[c].TextAt(row) ?? "")]);
                    tables[column.Link.SectionId].RowOf(key).ShouldBeGreaterThanOrEqualTo(0, $"{table.Definition.Id}.{column.Id} names {key} of {column.Link.SectionId}");
                    followed++;
                }
            }
        }

        followed.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Relations_OfEverySection_NameColumnsThatExist()
    {
        await using var harness = new ReaderHarness(scene.Settings());
        var sections = harness.Reader.Sections.ToDictionary(s => s.Id);
        foreach (var section in sections.Values)
        {
            foreach (var relation in section.Relations)
            {
                relation.Match.ShouldAllBe(m => section.Column(m.Column) != null && sections[relation.SectionId].Column(m.OtherColumn) != null);
                relation.Where.ShouldAllBe(w => sections[relation.SectionId].Column(w.OtherColumn) != null);
            }

            foreach (var link in section.Columns.Where(c => c.Link is not null).Select(c => c.Link!))
            {
                link.KeyColumns.ShouldAllBe(c => section.Column(c) != null);
                link.KeyColumns.Count.ShouldBe(sections[link.SectionId].KeyColumns.Count);
            }

            section.KeyColumns.Append(section.NameColumn).ShouldAllBe(c => section.Column(c) != null);
        }
    }

    [Fact]
    public async Task Overview_OfBusyBroker_TellsTotalsRatesAndVersion()
    {
        await using var harness = new ReaderHarness(scene.Settings());

        var reading = await harness.ReadAsync("overview");

        reading.Product.ShouldStartWith("RabbitMQ ");
        reading.ClusterName.ShouldNotBeNullOrEmpty();
        var figures = reading.Figures.ToDictionary(f => f.Id);
        figures["messages_ready"].Value.Reason.ShouldBe("The queues have not been summed up yet.", "only one virtual host is shown");
        figures["queues"].Scope.ShouldBe("whole cluster");
        figures["queues"].Value.Value.ShouldBeGreaterThanOrEqualTo(3);
        figures["publish_rate"].Value.IsAvailable.ShouldBeTrue();
        figures["connection_created_rate"].Value.IsAvailable.ShouldBeTrue();
        foreach (var figure in reading.Figures)
            output.WriteLine($"{figure.Group}/{figure.Id} = {figure.Value}");
    }

    [Fact]
    public async Task Overview_OfSomeVirtualHosts_CountsTheMessagesOfTheseAlone()
    {
        await using var harness = new ReaderHarness(scene.Settings());
        await using var whole = new ReaderHarness(scene.Settings(("VirtualHosts:0", null)));
        await harness.ReadAsync("overview");

        var reading = await harness.ReadAsync("queues");
        var later = await harness.ReadAsync("overview");
        var all = await whole.ReadAsync("overview");

        var table = reading.Tables.Single();
        var figures = reading.Figures.ToDictionary(f => f.Id);
        // A queue that was declared a moment ago may not be counted yet.
        var told = Enumerable.Range(0, table.RowCount).Where(table["total"].HasValue).ToList();
        figures["messages_total"].Value.Value.ShouldBe(told.Sum(row => table["total"].NumberAt(row)));
        figures["messages_total"].Value.Accuracy.ShouldBe(told.Count == table.RowCount ? MetricAccuracy.Exact : MetricAccuracy.Approximate);
        figures["messages_total"].Scope.ShouldBeNull();
        later.Figures.ShouldNotContain(f => f.Group == "messages");
        all.Figures.ShouldAllBe(f => f.Scope == null);
        all.Figures.Single(f => f.Id == "messages_ready").Value.Accuracy.ShouldBe(MetricAccuracy.Exact);
    }

    [Fact]
    public async Task Bindings_ToQueuesAndExchanges_AreToldApart()
    {
        await using var harness = new ReaderHarness(scene.Settings());

        var table = await harness.TableAsync("bindings");

        var toQueue = table.RowOf(RowKey.Of(scene.Name, "orders", "queue", "work", "order.%23"));
        toQueue.ShouldBeGreaterThanOrEqualTo(0);
        table["queue"].TextAt(toQueue).ShouldBe("work");
        table["exchange"].HasValue(toQueue).ShouldBeFalse();
        table["routing_key"].TextAt(toQueue).ShouldBe("order.#");
        var toExchange = Enumerable.Range(0, table.RowCount).Single(r => table["destination_type"].TextAt(r) == "exchange");
        table["exchange"].TextAt(toExchange).ShouldBe("by-region");
        var matched = Enumerable.Range(0, table.RowCount).Single(r => table["source"].TextAt(r) == "by-region");
        table["arguments"].TextAt(matched).ShouldBe("region=eu; x-match=all");
    }

    [Fact]
    public async Task Consumers_OnWork_TellPrefetchModeAndChannel()
    {
        await using var harness = new ReaderHarness(scene.Settings());

        var table = await harness.WaitForTableAsync("consumers", t => t.RowCount == 2);

        var slow = Enumerable.Range(0, 2).Single(r => table["tag"].TextAt(r) == "slow");
        table["queue"].TextAt(slow).ShouldBe("work");
        table["prefetch"].NumberAt(slow).ShouldBe(5);
        table["ack_mode"].TextAt(slow).ShouldBe("manual");
        var channels = await harness.WaitForTableAsync("channels", t => t.RowOf(RowKey.Of(table["channel"].TextAt(slow)!)) is var row and >= 0 && t["unacked"].NumberAt(row) == 5);
        var channel = channels.RowOf(RowKey.Of(table["channel"].TextAt(slow)!));
        channels["mode"].TextAt(channel).ShouldBe("confirm");
        var connections = await harness.WaitForTableAsync("connections", t => t.RowCount > 0);
        var connection = connections.RowOf(RowKey.Of(channels["connection"].TextAt(channel)!));
        connections["client_name"].TextAt(connection).ShouldBe("scene <b>bold</b>");
        connections["tls"].NumberAt(connection).ShouldBe(0);
    }

    [Fact]
    public async Task Policies_OfBothKinds_StandInOneList()
    {
        await using var harness = new ReaderHarness(scene.Settings());

        var table = await harness.TableAsync("policies");

        table.RowOf(RowKey.Of(scene.Name, "policy", "dlx")).ShouldBeGreaterThanOrEqualTo(0);
        table.RowOf(RowKey.Of(scene.Name, "operator policy", "limits")).ShouldBeGreaterThanOrEqualTo(0);
        var queues = await harness.WaitForTableAsync("queues", t => t["memory"].Coverage() == t.RowCount && t["dlx"].HasValue(t.RowOf(RowKey.Of(scene.Name, "work"))));
        var work = queues.RowOf(RowKey.Of(scene.Name, "work"));
        queues["policy"].TextAt(work).ShouldBe("dlx");
        queues["operator_policy"].TextAt(work).ShouldBe("limits");
        queues["dlx"].TextAt(work).ShouldBe("dead");
        queues["max_length"].NumberAt(work).ShouldBe(700, "the smaller one of policy and operator policy");
    }

    /// <summary>Topology over HTTP, and one AMQP connection with two consumers that never acknowledge.</summary>
    public sealed class Scene : RabbitMqVhost
    {
        private IConnection? _connection;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Broker.CallAsync(HttpMethod.Put, $"policies/{Escaped}/dlx", new Dictionary<string, object>
            {
                ["pattern"] = "^work",
                ["apply-to"] = "queues",
                ["priority"] = 3,
                ["definition"] = new Dictionary<string, object> { ["dead-letter-exchange"] = "dead", ["max-length"] = 900 },
            });
            await Broker.CallAsync(HttpMethod.Put, $"operator-policies/{Escaped}/limits", new Dictionary<string, object>
            {
                ["pattern"] = ".*",
                ["apply-to"] = "queues",
                ["definition"] = new Dictionary<string, object> { ["max-length"] = 700 },
            });
            await DeclareExchangeAsync("dead", "fanout");
            await DeclareExchangeAsync("unroutable", "fanout");
            await DeclareExchangeAsync("orders", "topic", new Dictionary<string, object> { ["alternate-exchange"] = "unroutable" });
            await DeclareExchangeAsync("by-region", "headers");
            await DeclareQueueAsync("work");
            await DeclareQueueAsync("dead letters");
            await DeclareQueueAsync("stream", new Dictionary<string, object> { ["x-queue-type"] = "stream" });
            await BindAsync("orders", "work", "order.#");
            await BindAsync("dead", "dead letters", "");
            await BindAsync("by-region", "dead letters", "", new Dictionary<string, object> { ["x-match"] = "all", ["region"] = "eu" });
            await Broker.CallAsync(HttpMethod.Post, $"bindings/{Escaped}/e/orders/e/by-region", new { routing_key = "#", arguments = new { } });
            for (var i = 0; i < 20; i++)
                await PublishAsync("orders", "order.new", "{}");

            var factory = new ConnectionFactory
            {
                Uri = new Uri(Broker.AmqpUrl),
                UserName = Broker.AdminUser,
                Password = Broker.AdminPassword,
                VirtualHost = Name,
                ClientProvidedName = "scene <b>bold</b>",
            };
            _connection = await factory.CreateConnectionAsync();
            var slow = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
            await slow.BasicQosAsync(0, 5, false);
            await slow.BasicConsumeAsync("work", false, "slow", false, false, null, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(slow));
            var idle = await _connection.CreateChannelAsync();
            await idle.BasicConsumeAsync("dead letters", true, "", false, false, null, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(idle));

            // The broker tells its management plugin of new channels some seconds late.
            for (var tries = 0; tries < 60; tries++)
            {
                var channels = await Broker.CallAsync(HttpMethod.Get, $"vhosts/{Escaped}/channels");
                if (channels.GetArrayLength() == 2 && channels.EnumerateArray().All(c => c.TryGetProperty("consumer_count", out var count) && count.GetInt32() == 1))
                    return;
                await Task.Delay(500);
            }
        }

        public override async Task DisposeAsync()
        {
            if (_connection is not null)
                await _connection.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
