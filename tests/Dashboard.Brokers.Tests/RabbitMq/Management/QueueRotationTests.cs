using System.Globalization;
using System.Net;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>Ten thousand queues must not cost the broker more than its share, and all of them must get their turn.</summary>
public sealed class QueueRotationTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Read_TenThousandQueues_CoversAllInTwoMinutesAndThenSpendsAFortiethOfTheTime()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(10_000, time, costOfPage: TimeSpan.FromMilliseconds(600));
        using var reader = new AnswerReader(broker, time);

        var begun = time.GetUtcNow();
        var table = await ReadAsync(20);
        (time.GetUtcNow() - begun).ShouldBeLessThan(TimeSpan.FromMinutes(2));
        table.RowCount.ShouldBe(10_000);
        table["ready"].Coverage().ShouldBe(10_000);
        table["memory"].Coverage().ShouldBe(10_000, "every queue had its turn");

        (begun, var before) = (time.GetUtcNow(), broker.Pages);
        table = await ReadAsync(120);
        ((broker.Pages - before) * 0.6 / (time.GetUtcNow() - begun).TotalSeconds).ShouldBeInRange(0.02, 0.03);
        var ages = table["memory"].ReadAtMilliseconds!;
        ages.Distinct().Count().ShouldBeGreaterThan(5, "pages were read at different polls and are dated by them");

        async Task<SectionTable> ReadAsync(int polls)
        {
            for (var poll = 1; poll < polls; poll++)
                await PollAsync(reader, time);
            return await PollAsync(reader, time);
        }
    }

    [Fact]
    public async Task Read_ManyQueues_AsksForWhatChangesOnly_ExceptEveryTwoMinutes_AndForNewOnesByName()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(2_000, time, costOfPage: TimeSpan.Zero);
        using var reader = new AnswerReader(broker, time);

        await PollAsync(reader, time);
        var second = await PollAsync(reader, time);

        (broker.Lists, broker.Changes).ShouldBe((1, 1));
        second["ready"].NumberAt(second.RowOf(RowKey.Of("/", "q7"))).ShouldBe(8, "figures are new");
        second["type"].TextAt(7).ShouldBe("classic", "what the short list does not tell stays");
        broker.Count++;
        var third = await PollAsync(reader, time);
        third["type"].TextAt(third.RowOf(RowKey.Of("/", "q2000"))).ShouldBe("classic");
        (broker.Lists, broker.Changes, broker.Named).ShouldBe((1, 2, 1));
        for (var poll = 0; poll < 24; poll++)
            await PollAsync(reader, time);
        (broker.Lists, broker.Changes, broker.Named).ShouldBe((2, 25, 1));
    }

    [Fact]
    public async Task Read_QueuesAppearAtEachPoll_CostsNoFurtherLists()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(2_000, time, costOfPage: TimeSpan.Zero);
        using var reader = new AnswerReader(broker, time);
        await PollAsync(reader, time);

        for (var poll = 0; poll < 11; poll++)
        {
            broker.Count += 20;
            (await PollAsync(reader, time))["type"].Coverage().ShouldBe(broker.Count);
        }

        (broker.Lists, broker.Changes, broker.Named).ShouldBe((1, 11, 220));
    }

    [Fact]
    public async Task Read_ManyQueuesAppear_TheyAreShownAtOnceAndWholeWithTheNextPoll()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(2_000, time, costOfPage: TimeSpan.Zero);
        using var reader = new AnswerReader(broker, time);
        await PollAsync(reader, time);
        broker.Count += 21;

        var table = await PollAsync(reader, time);
        var row = table.RowOf(RowKey.Of("/", "q2020"));
        (table["ready"].NumberAt(row), table["type"].HasValue(row), table["single_active"].HasValue(row)).ShouldBe((2021, false, false));
        (broker.Lists, broker.Changes, broker.Named).ShouldBe((1, 1, 0));

        table = await PollAsync(reader, time);
        table["type"].TextAt(table.RowOf(RowKey.Of("/", "q2020"))).ShouldBe("classic");
        (broker.Lists, broker.Changes, broker.Named).ShouldBe((2, 1, 0));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, 2)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task Read_NewQueueCannotBeAskedFor_AllIsReadWithTheNextPollUnlessItIsGone(HttpStatusCode answer, int lists)
    {
        var time = new ManualTime();
        var broker = new ManyQueues(2_000, time, costOfPage: TimeSpan.Zero) { NamedAnswer = answer };
        using var reader = new AnswerReader(broker, time);
        await PollAsync(reader, time);
        broker.Count++;

        var table = await PollAsync(reader, time);
        table["type"].HasValue(table.RowOf(RowKey.Of("/", "q2000"))).ShouldBeFalse();
        await PollAsync(reader, time);

        broker.Lists.ShouldBe(lists);
    }

    [Fact]
    public async Task Read_SomebodyLooksAtAQueue_ReadsItAtEachPoll()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(3_000, time, costOfPage: TimeSpan.FromSeconds(1));
        using var reader = new AnswerReader(broker, time);
        var looked = RowKey.Of("/", "q2999");

        for (var poll = 0; poll < 10; poll++)
        {
            time.Advance(Period);
            var now = time.GetUtcNow();
            var table = (await reader.ReadAsync("queues", now, looked)).Tables.Single();
            table["memory"].ReadAtMilliseconds![table.RowOf(looked)].ShouldBe(now.ToUnixTimeMilliseconds());
        }
    }

    [Fact]
    public async Task Read_FewQueues_ReadsThemAllAtEachPollInOnePage()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(400, time, costOfPage: TimeSpan.FromMilliseconds(50));
        using var reader = new AnswerReader(broker, time);

        for (var poll = 1; poll <= 5; poll++)
        {
            time.Advance(Period);
            var now = time.GetUtcNow();
            var table = (await reader.ReadAsync("queues", now, RowKey.Of("/", "q1"))).Tables.Single();
            table["memory"].Coverage().ShouldBe(400);
            table["memory"].ReadAtMilliseconds!.ShouldAllBe(at => at == now.ToUnixTimeMilliseconds());
            broker.Pages.ShouldBe(poll);
            broker.Single.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Read_QueuesVanishBetweenPages_BeginsAgain()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(2_000, time, costOfPage: TimeSpan.FromSeconds(1));
        using var reader = new AnswerReader(broker, time);
        for (var poll = 0; poll < 3; poll++)
        {
            time.Advance(Period);
            await reader.ReadAsync("queues", time.GetUtcNow());
        }

        broker.Count = 600;
        SectionTable table = null!;
        for (var poll = 0; poll < 24; poll++)
        {
            time.Advance(Period);
            var reading = await reader.ReadAsync("queues", time.GetUtcNow());
            reading.Notices.ShouldBeEmpty();
            table = reading.Tables.Single();
        }

        table.RowCount.ShouldBe(600);
        table["memory"].Coverage().ShouldBe(600);
        table["memory"].ReadAtMilliseconds!.Min().ShouldBeGreaterThan((time.GetUtcNow() - (12 * Period)).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Read_StatisticsFail_KeepsTotalsAndTheLastStatistics()
    {
        var time = new ManualTime();
        var broker = new ManyQueues(10, time, costOfPage: TimeSpan.FromMilliseconds(10));
        using var reader = new AnswerReader(broker, time);
        time.Advance(Period);
        var goodAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        await reader.ReadAsync("queues", time.GetUtcNow());

        broker.PagesFail = true;
        time.Advance(Period);
        var reading = await reader.ReadAsync("queues", time.GetUtcNow());

        reading.Notices.Single().Text.ShouldContain("503");
        var table = reading.Tables.Single();
        // The totals were asked for after the statistics, and are dated so.
        table.ReadAt.ShouldBe(time.GetUtcNow());
        table["memory"].Coverage().ShouldBe(10);
        table["memory"].ReadAtMilliseconds!.ShouldAllBe(at => at == goodAt);
    }

    [Fact]
    public async Task Read_TwiceTheSame_UsesTheSameStringsAgain()
    {
        var time = new ManualTime();
        using var reader = new AnswerReader(new ManyQueues(50, time, TimeSpan.Zero), time);
        var first = (await reader.ReadAsync("queues", time.GetUtcNow())).Tables.Single();
        time.Advance(Period);

        var second = (await reader.ReadAsync("queues", time.GetUtcNow())).Tables.Single();

        ReferenceEquals(first["name"].TextAt(30), second["name"].TextAt(30)).ShouldBeTrue();
        ReferenceEquals(second["type"].TextAt(3), second["type"].TextAt(30)).ShouldBeTrue();
    }

    private static async Task<SectionTable> PollAsync(AnswerReader reader, ManualTime time)
    {
        time.Advance(Period);
        return (await reader.ReadAsync("queues", time.GetUtcNow())).Tables.Single();
    }

    /// <summary>Pretends to be a broker with many queues, whose pages take time.</summary>
    private sealed class ManyQueues(int count, ManualTime time, TimeSpan costOfPage) : HttpMessageHandler
    {
        private int _named;

        public int Count { get; set; } = count;

        public int Pages { get; private set; }

        public int Single { get; private set; }

        /// <summary>Whole lists of totals.</summary>
        public int Lists { get; private set; }

        /// <summary>Lists of what changes only.</summary>
        public int Changes { get; private set; }

        /// <summary>Single queues without their statistics.</summary>
        public int Named => _named;

        public HttpStatusCode NamedAnswer { get; init; } = HttpStatusCode.OK;

        public bool PagesFail { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.OriginalString.Split("/api/")[1];
            if (path.Contains("disable_stats", StringComparison.Ordinal) && path.StartsWith("queues/", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _named);
                return Answer(NamedAnswer == HttpStatusCode.OK ? Totals(int.Parse(path.Split('/', '?')[2].AsSpan(1), CultureInfo.InvariantCulture)) : "{}", NamedAnswer);
            }

            if (path.Contains("disable_stats", StringComparison.Ordinal) && path.Contains("columns=", StringComparison.Ordinal))
            {
                Changes++;
                return Answer("[" + string.Join(',', Enumerable.Range(0, Count).Select(Changing)) + "]");
            }

            if (path.Contains("disable_stats", StringComparison.Ordinal))
            {
                Lists++;
                return Answer("[" + string.Join(',', Enumerable.Range(0, Count).Select(Totals)) + "]");
            }

            if (path.StartsWith("queues/", StringComparison.Ordinal))
            {
                Single++;
                return Answer(Statistics(int.Parse(path.Split('/', '?')[2].AsSpan(1), CultureInfo.InvariantCulture)));
            }

            Pages++;
            time.Advance(costOfPage);
            if (PagesFail)
                return Answer("""{"error":"overloaded"}""", HttpStatusCode.ServiceUnavailable);
            var query = path.Split('?')[1].Split('&').ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);
            var (page, size) = (int.Parse(query["page"], CultureInfo.InvariantCulture), int.Parse(query["page_size"], CultureInfo.InvariantCulture));
            size.ShouldBeLessThanOrEqualTo(500, "the broker refuses larger pages");
            var pages = (Count + size - 1) / size;
            if (page > pages)
                return Answer("""{"error":"page_out_of_range","reason":"Page out of range"}""", HttpStatusCode.BadRequest);
            var items = Enumerable.Range(0, Count).Skip((page - 1) * size).Take(size).Select(Statistics);
            return Answer($$"""{"page":{{page}},"page_count":{{pages}},"items":[{{string.Join(',', items)}}]}""");
        }

        private static Task<HttpResponseMessage> Answer(string json, HttpStatusCode status = HttpStatusCode.OK)
            => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

        private static string Totals(int i)
            => $$"""{"name":"q{{i}}","vhost":"/","type":"classic","state":"running","arguments":{},"messages":{{i}},"messages_ready":{{i}},"messages_unacknowledged":0}""";

        private static string Changing(int i)
            => $$"""{"name":"q{{i}}","vhost":"/","state":"running","messages":{{i + 1}},"messages_ready":{{i + 1}},"messages_unacknowledged":0}""";

        private static string Statistics(int i) => $$"""{"name":"q{{i}}","vhost":"/","type":"classic","messages":{{i}},"memory":{{i + 1000}},"message_stats":{},"consumers":1}""";
    }
}
