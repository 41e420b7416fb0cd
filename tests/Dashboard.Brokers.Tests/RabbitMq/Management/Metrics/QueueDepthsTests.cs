using System.Net;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Management.Metrics;

/// <summary>When depths come from the metrics page, and when the list is read instead: never may another broker's depths be shown, nor old ones.</summary>
public sealed class QueueDepthsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MetricsBroker _broker;
    private readonly AnswerReader _reader;

    public QueueDepthsTests()
    {
        _broker = new MetricsBroker(600, _time);
        _reader = new AnswerReader(_broker, _time);
    }

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task Poll_ManyQueues_TakesDepthsFromTheMetricsAndTheListEveryTwoMinutes()
    {
        await PollAsync();
        _broker.Queues[("/", "q7")] = 40;

        var table = await PollAsync();

        var row = table.RowOf(RowKey.Of("/", "q7"));
        (table["ready"].NumberAt(row), table["unacked"].NumberAt(row), table["total"].NumberAt(row)).ShouldBe((20, 20, 40), "the list would tell 40 ready");
        (table["type"].TextAt(row), table["state"].TextAt(row)).ShouldBe(("classic", "running"));
        _broker.Asked.ShouldBe((1, 0, 1));
        for (var poll = 0; poll < 24; poll++)
            await PollAsync();
        _broker.Asked.ShouldBe((2, 0, 24));
    }

    [Fact]
    public async Task Poll_CredentialsAreForTheManagementApiOnly()
    {
        await PollAsync();
        await PollAsync();

        var request = _broker.MetricsRequests.ShouldHaveSingleItem();
        request.RequestUri!.ToString().ShouldBe("http://rabbit.test:15692/metrics/detailed?family=queue_coarse_metrics&family=node_metrics");
        request.Headers.Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task Poll_QueuesComeAndGo_TheListIsReadInTheSamePoll()
    {
        await PollAsync();
        _broker.Queues[("/", "new")] = 5;

        var table = await PollAsync();
        table["ready"].NumberAt(table.RowOf(RowKey.Of("/", "new"))).ShouldBe(5);
        _broker.Asked.ShouldBe((1, 1, 1));

        _broker.Queues.Remove(("/", "q3"));
        table = await PollAsync();
        table.RowOf(RowKey.Of("/", "q3")).ShouldBe(-1);
        _broker.Asked.ShouldBe((1, 2, 2));

        _broker.Queues[("/", "q4")] = 10;
        table = await PollAsync();
        table["ready"].NumberAt(table.RowOf(RowKey.Of("/", "q4"))).ShouldBe(5);
        _broker.Asked.ShouldBe((1, 2, 3));
    }

    [Theory]
    [InlineData("rabbit@two", "production", 0)]
    [InlineData("rabbit@one", "staging", 0)]
    [InlineData("rabbit@one", "production", 60)]
    [InlineData("rabbit@one", "production", -120)]
    public async Task Poll_ThePageIsOfAnotherBroker_IsNotBelieved(string node, string cluster, int startedSecondsLater)
    {
        _broker.Tells = (node, cluster, TimeSpan.FromSeconds(startedSecondsLater));
        await PollAsync();
        _broker.Queues[("/", "q7")] = 40;

        var table = await PollAsync();

        table["ready"].NumberAt(table.RowOf(RowKey.Of("/", "q7"))).ShouldBe(40);
        for (var poll = 0; poll < 10; poll++)
            await PollAsync();
        _broker.Asked.ShouldBe((1, 11, 1), "and it is not asked again for a minute");
    }

    [Fact]
    public async Task Poll_StatisticsAreCollectedEveryMinuteOnly_ThePageIsKnownAllTheSame()
    {
        _broker.Tells = _broker.Tells with { StartedLater = TimeSpan.FromSeconds(-60) };

        await PollAsync();
        await PollAsync();

        _broker.Asked.ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task Poll_NoSuchPage_IsNotAskedForAgainForTenMinutes()
    {
        _broker.MetricsAnswer = HttpStatusCode.NotFound;

        for (var poll = 0; poll < 120; poll++)
            await PollAsync();

        _broker.Asked.Metrics.ShouldBe(1);
        _broker.Asked.Short.ShouldBeGreaterThan(100);
        _broker.MetricsAnswer = HttpStatusCode.OK;
        for (var poll = 0; poll < 3; poll++)
            await PollAsync();
        _broker.Asked.Metrics.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Poll_SeveralNodes_ThePageOfOneIsNotAskedFor()
    {
        _broker.Nodes = ["rabbit@one", "rabbit@two"];

        await PollAsync();
        await PollAsync();

        _broker.Asked.ShouldBe((1, 1, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_NamesWithQuotesAndBackslashes_AreFoundHoweverTheyAreWritten(bool escapes)
    {
        _broker.Escapes = escapes;
        _broker.Queues[("/", """say "hi" \ } 5""")] = 0;
        await PollAsync();
        _broker.Queues[("/", """say "hi" \ } 5""")] = 8;

        var table = await PollAsync();

        table["ready"].NumberAt(table.RowOf(RowKey.Of("/", """say "hi" \ } 5"""))).ShouldBe(4);
        _broker.Asked.ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task Poll_NamesMadeToBeMistaken_TheListIsRead()
    {
        _broker.Queues[("a", """b",queue="c""")] = 1;
        _broker.Queues[("""a",queue="b""", "c")] = 2;
        await PollAsync();

        var table = await PollAsync();

        _broker.Asked.ShouldBe((1, 1, 0));
        table["ready"].NumberAt(table.RowOf(RowKey.Of("a", """b",queue="c"""))).ShouldBe(1);
    }

    [Fact]
    public async Task Poll_QueuesThatTheUserMayNotSee_CostOneListAndAreNotShown()
    {
        _broker.Hidden.Add("secret");
        _broker.Queues[("secret", "x")] = 1;

        for (var poll = 0; poll < 5; poll++)
            (await PollAsync()).RowCount.ShouldBe(600);

        _broker.Asked.ShouldBe((1, 1, 4));
    }

    [Fact]
    public async Task Poll_Streams_AreLeftToTheStatistics()
    {
        _broker.Queues[("/", "log")] = -9;

        await PollAsync();
        var table = await PollAsync();

        _broker.Asked.ShouldBe((1, 0, 1));
        table["total"].HasValue(table.RowOf(RowKey.Of("/", "log"))).ShouldBeFalse();
    }

    private async Task<SectionTable> PollAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        var now = _time.GetUtcNow();
        await _reader.ReadAsync("overview", now);
        await _reader.ReadAsync("nodes", now);
        return (await _reader.ReadAsync("queues", now)).Tables.Single();
    }
}
