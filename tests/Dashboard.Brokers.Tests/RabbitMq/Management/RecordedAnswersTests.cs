using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>What is read from recorded and written answers, cell by cell.</summary>
public sealed class RecordedAnswersTests
{
    [Fact]
    public async Task Queues_Of3108_TellEverythingTheBrokerTells()
    {
        using var reader = new AnswerReader(new RecordedAnswers("3.10.8"));

        var table = await reader.TableAsync("queues");

        table.RowCount.ShouldBe(8);
        var orders = table.RowOf(RowKey.Of("/", "orders"));
        table["type"].TextAt(orders).ShouldBe("classic");
        table["policy"].TextAt(orders).ShouldBe("dlx");
        table["operator_policy"].TextAt(orders).ShouldBe("limits");
        table["dlx"].TextAt(orders).ShouldBe("dlx");
        table["max_length"].NumberAt(orders).ShouldBe(1000);
        table["max_length_bytes"].NumberAt(orders).ShouldBe(100_000_000);
        table["ttl"].NumberAt(orders).ShouldBe(3600);
        table["expires"].NumberAt(orders).ShouldBe(86_400);
        table["max_priority"].NumberAt(orders).ShouldBe(5);
        table["consumers"].NumberAt(orders).ShouldBe(1);
        table["unacked"].NumberAt(orders).ShouldBe(5);
        table["head_age"].NumberAt(orders).ShouldBeGreaterThan(0);
        table["publish_rate"].HasValue(orders).ShouldBeTrue();
        var quorum = table.RowOf(RowKey.Of("/", "orders.q"));
        table["single_active"].NumberAt(quorum).ShouldBe(1);
        table["delivery_limit"].NumberAt(quorum).ShouldBe(5);
        table["members"].NumberAt(quorum).ShouldBe(1);
        var stream = table.RowOf(RowKey.Of("/", "events"));
        table["total"].NumberAt(stream).ShouldBeGreaterThan(0, "streams have no totals in the cheap list; they come with the statistics");
        table.RowOf(RowKey.Of("/", "..")).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Queues_Of41_TellMembersLimitsAndStates()
    {
        using var reader = new AnswerReader(new RecordedAnswers("4.1-from-documentation"));

        var table = await reader.TableAsync("queues");

        var payments = table.RowOf(RowKey.Of("/", "payments"));
        table["members"].NumberAt(payments).ShouldBe(3);
        table["online"].NumberAt(payments).ShouldBe(2);
        table["leader"].TextAt(payments).ShouldBe("rabbit@b");
        table["delivery_limit"].NumberAt(payments).ShouldBe(20);
        table["ack_rate"].NumberAt(payments).ShouldBe(0, "message_stats is there and empty: nothing happened");
        var lost = table.RowOf(RowKey.Of("shop/eu", "lost"));
        table["state"].TextAt(lost).ShouldBe("minority");
        table["ready"].HasValue(lost).ShouldBeFalse("the broker told no totals: unknown is not zero");
        table["publish_rate"].HasValue(lost).ShouldBeFalse();
        var orders = table.RowOf(RowKey.Of("/", "orders"));
        table["ttl"].NumberAt(orders).ShouldBe(60, "the smaller one of argument and policy");
        table["overflow"].TextAt(orders).ShouldBe("reject-publish");
        table["head_age"].NumberAt(orders).ShouldBe((AnswerReader.Noon - DateTimeOffset.FromUnixTimeSeconds(1795261500)).TotalSeconds);
    }

    [Fact]
    public async Task Nodes_WithAlarmAndOneDown_TellThemInTheirColumns()
    {
        using var reader = new AnswerReader(new RecordedAnswers("4.1-from-documentation"));

        var reading = await reader.ReadAsync("nodes");

        reading.Notices.ShouldBeEmpty("what is wrong with a node is a finding");
        var figures = reading.Figures.ToDictionary(f => f.Id, f => f.Value);
        figures["nodes_running"].Value.ShouldBe(2);
        figures["memory"].Accuracy.ShouldBe(MetricAccuracy.Approximate);
        var table = reading.Tables.Single();
        table["state"].TextAt(table.RowOf(RowKey.Of("rabbit@c"))).ShouldBe("down");
        table["memory_alarm"].NumberAt(table.RowOf(RowKey.Of("rabbit@b"))).ShouldBe(1);
        table["file_descriptors"].HasValue(0).ShouldBeFalse();
    }

    [Fact]
    public async Task Shovels_WhoseUriHoldsCredentials_ShowNone()
    {
        using var reader = new AnswerReader(new RecordedAnswers("4.1-from-documentation"));

        var table = await reader.TableAsync("shovels");

        table["source_uri"].TextAt(0).ShouldBe("amqp://a.test");
        table["state"].TextAt(0).ShouldBe("terminated");
        table["reason"].TextAt(0)!.ShouldContain("restart");
    }

    [Fact]
    public async Task ReadAll_StatisticsOff_TellsWhyAndNeverZero()
    {
        using var reader = new AnswerReader(new RecordedAnswers("3.10.8-statistics-off"));

        var overview = await reader.ReadAsync("overview");
        overview.Notices.ShouldContain(n => n.Id == "rates-off");
        var rate = overview.Figures.Single(f => f.Id == "publish_rate").Value;
        rate.IsAvailable.ShouldBeFalse();
        rate.Reason.ShouldNotBeNull().ShouldContain("disable_metrics_collector");

        var queues = await reader.ReadAsync("queues");
        var table = queues.Tables.Single();
        table["publish_rate"].UnavailableReason.ShouldNotBeNull().ShouldContain("collects no statistics");
        table["consumers"].UnavailableReason.ShouldNotBeNull();
        table["memory"].Coverage().ShouldBe(0);
        table["ready"].NumberAt(table.RowOf(RowKey.Of("/", "dead"))).ShouldBe(0, "totals are told all the same");
        queues.Figures.Single(f => f.Id == "messages_ready").Value.Accuracy.ShouldBe(MetricAccuracy.Approximate);

        foreach (var section in new[] { "consumers", "channels" })
            (await Should.ThrowAsync<SourceException>(() => reader.ReadAsync(section))).Kind.ShouldBe(SourceProblemKind.NotSupported);
        (await reader.TableAsync("nodes"))["memory"].UnavailableReason.ShouldNotBeNull();
        (await reader.TableAsync("connections"))["channels"].UnavailableReason.ShouldNotBeNull();
        (await reader.TableAsync("exchanges"))["publish_in_rate"].UnavailableReason.ShouldNotBeNull();
    }

    [Fact]
    public async Task Overview_RatesModeNone_MakesRatesUnavailable()
    {
        var answers = new RecordedAnswers("3.10.8");
        answers["overview"] = answers["overview"].Replace("\"rates_mode\": \"basic\"", "\"rates_mode\": \"none\"", StringComparison.Ordinal);
        using var reader = new AnswerReader(answers);

        var overview = await reader.ReadAsync("overview");
        var queues = await reader.TableAsync("queues");

        overview.Figures.Single(f => f.Id == "ack_rate").Value.Reason.ShouldNotBeNull().ShouldContain("rates_mode");
        queues["ack_rate"].UnavailableReason.ShouldNotBeNull().ShouldContain("rates_mode");
        queues["consumers"].UnavailableReason.ShouldBeNull();
    }

    [Fact]
    public async Task Shovels_PluginMissing_NamesThePlugin()
    {
        var answers = new RecordedAnswers("3.10.8-statistics-off");
        using var reader = new AnswerReader(new WithoutShovels(answers));

        var problem = await Should.ThrowAsync<SourceException>(() => reader.ReadAsync("shovels"));

        problem.Kind.ShouldBe(SourceProblemKind.NotSupported);
        problem.Message.ShouldContain("rabbitmq_shovel_management");
    }

    [Fact]
    public async Task Exchanges_ReadTwiceWithinTheirCadence_AskTheBrokerOnce()
    {
        var answers = new RecordedAnswers("3.10.8");
        using var reader = new AnswerReader(answers);

        await reader.ReadAsync("overview");
        (await reader.ReadAsync("bindings", AnswerReader.Noon)).Tables.Count.ShouldBe(1);
        (await reader.ReadAsync("bindings", AnswerReader.Noon.AddSeconds(5))).Tables.ShouldBeEmpty();
        answers.Asked.Count(a => a.Contains("/api/bindings", StringComparison.Ordinal)).ShouldBe(1);

        // A queue more in the overview is a hint that bindings changed.
        answers["overview"] = answers["overview"].Replace("\"queues\": 8", "\"queues\": 9", StringComparison.Ordinal);
        await reader.ReadAsync("overview", AnswerReader.Noon.AddSeconds(6));
        (await reader.ReadAsync("bindings", AnswerReader.Noon.AddSeconds(7))).Tables.Count.ShouldBe(1);
    }

    /// <summary>A broker without the shovel plugin.</summary>
    private sealed class WithoutShovels(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => request.RequestUri!.OriginalString.Contains("/shovels", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound) { Content = new StringContent("""{"error":"Object Not Found","reason":"Not Found"}""") })
                : base.SendAsync(request, cancellationToken);
    }
}
