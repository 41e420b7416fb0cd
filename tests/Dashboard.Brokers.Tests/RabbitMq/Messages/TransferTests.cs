using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

public sealed class TransferTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    private static readonly object Quorum = new Dictionary<string, object> { ["x-queue-type"] = "quorum" };

    public static TheoryData<string> Types => ["classic", "quorum"];

    [Theory, MemberData(nameof(Types))]
    public async Task Read_RemoveAll_EndsEmptyAndInOrder(string type)
    {
        var queue = await NewQueueAsync(type);
        await vhost.FillAsync(queue, 500);
        await using (var session = await OpenAsync(queue, max: 500, window: 50))
        {
            var bodies = await TakeAsync(session, 500, remove: true);
            bodies.ShouldBe(Enumerable.Range(0, 500).Select(i => $"m{i}"));
        }

        await Task.Delay(500);
        (await vhost.ReadyAsync(queue)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Read_FewerThereThanAskedFor_EndsByItself(string type)
    {
        var queue = await NewQueueAsync(type);
        await vhost.FillAsync(queue, 120);
        await using var session = await OpenAsync(queue, max: 100_000, window: 50);
        (await TakeAsync(session, int.MaxValue, remove: true)).Count.ShouldBe(120);
    }

    [Fact]
    public async Task Read_EmptyQueue_EndsByItself()
    {
        var queue = await NewQueueAsync("classic");
        await using var session = await OpenAsync(queue, max: 10, window: 5);
        (await TakeAsync(session, int.MaxValue, remove: true)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Dispose_WithSomeRemoved_TheRestIsBackInOrder(string type)
    {
        var queue = await NewQueueAsync(type);
        await vhost.FillAsync(queue, 30);
        await using (var session = await OpenAsync(queue, max: 30, window: 0))
        {
            var deliveries = new List<TransferDelivery>();
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
                deliveries.Add(delivery);
            deliveries.Count.ShouldBe(30);
            // Every third, so that nothing folds, and then the head, so that something does.
            await session.RemoveAsync([.. deliveries.Where((_, i) => i % 3 == 2)], CancellationToken.None);
            await session.RemoveAsync([.. deliveries.Take(2)], CancellationToken.None);
        }

        await vhost.ShouldBecomeReadyAsync(queue, 18);
        var left = (await vhost.DrainAsync(queue)).Select(m => Encoding.UTF8.GetString(m.Body.Span)).ToList();
        left.ShouldBe(Enumerable.Range(0, 30).Where(i => i % 3 != 2 && i > 1).Select(i => $"m{i}"));
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Read_NoWindow_HoldsEverythingAndGivesItBackInOrder(string type)
    {
        var queue = await NewQueueAsync(type);
        await vhost.FillAsync(queue, 2_500);
        await KnownBytesAsync(queue, 1);
        await using (var session = await OpenAsync(queue, max: 2_500, window: 0))
        {
            var bodies = await TakeAsync(session, 2_500, remove: false);
            bodies.ShouldBe(Enumerable.Range(0, 2_500).Select(i => $"m{i}"));
            (await vhost.ReadyAsync(queue)).ShouldBe(0);
        }

        await vhost.ShouldBecomeReadyAsync(queue, 2_500);
        (await vhost.DrainAsync(queue)).Select(m => Encoding.UTF8.GetString(m.Body.Span)).ShouldBe(Enumerable.Range(0, 2_500).Select(i => $"m{i}"));
    }

    [Fact]
    public async Task Read_NoWindowAndLargeBodies_FollowsUpWithFurtherConsumers()
    {
        var queue = await NewQueueAsync("classic");
        await vhost.FillAsync(queue, Enumerable.Range(0, 300).Select(i => new byte[1024 * 1024 + i]));
        await KnownBytesAsync(queue, 300_000_000);
        await using (var session = await OpenAsync(queue, max: 300, window: 0))
        {
            var sizes = new List<long>();
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
                sizes.Add(delivery.Message.BodySize);
            sizes.ShouldBe(Enumerable.Range(0, 300).Select(i => 1024L * 1024 + i));
        }

        await vhost.ShouldBecomeReadyAsync(queue, 300);
    }

    [Fact]
    public async Task Read_ReleasedMessages_AreNotReadAgainAndEndTheSession()
    {
        var queue = await NewQueueAsync("classic");
        await vhost.FillAsync(queue, 20);
        await using (var session = await OpenAsync(queue, max: 1_000, window: 10))
        {
            var seen = new List<string>();
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
            {
                seen.Add(Encoding.UTF8.GetString(delivery.Message.Body.Span));
                if (seen.Count % 4 == 0)
                    await session.ReleaseAsync([delivery], CancellationToken.None);
                else
                    await session.RemoveAsync([delivery], CancellationToken.None);
            }

            seen.Count.ShouldBe(20);
        }

        await vhost.ShouldBecomeReadyAsync(queue, 5);
    }

    [Fact]
    public async Task Read_Copy_LeavesEverythingThere()
    {
        var queue = await NewQueueAsync("classic");
        await vhost.FillAsync(queue, 40);
        await using (var session = await vhost.Transfer.OpenAsync(new TransferRequest(vhost.Queue(queue), 40, 10, RemovesMessages: false), CancellationToken.None))
        {
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
                await session.RemoveAsync([delivery], CancellationToken.None);
        }

        await vhost.ShouldBecomeReadyAsync(queue, 40);
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Read_QueueDeletedMeanwhile_SaysSo(string type)
    {
        var queue = await NewQueueAsync(type);
        await vhost.FillAsync(queue, 50);
        await using var session = await OpenAsync(queue, max: 50, window: 5);
        var error = await Should.ThrowAsync<BrokerException>(async () =>
        {
            var count = 0;
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
            {
                if (++count == 3)
                {
                    await using var channel = await vhost.ChannelAsync();
                    await channel.QueueDeleteAsync(queue);
                }
            }
        });
        error.Message.ShouldContain(queue);
    }

    [Fact]
    public async Task Open_QueueIsNotThere_SaysSo()
    {
        var error = await Should.ThrowAsync<BrokerException>(() => OpenAsync("gone", 1, 1));
        error.Message.ShouldContain("There is no queue gone");
    }

    [Fact]
    public async Task Open_ExclusiveToAnother_SaysSo()
    {
        await using var channel = await vhost.ChannelAsync();
        var queue = (await channel.QueueDeclareAsync(durable: false, exclusive: true, autoDelete: true)).QueueName;
        var error = await Should.ThrowAsync<BrokerException>(() => OpenAsync(queue, 1, 1));
        (error.Message + error.BrokerWords + error.NextStep).ShouldContain("exclusive");
    }

    [Fact]
    public async Task Read_CompetingConsumerHoldsTheRest_Ends()
    {
        var queue = await NewQueueAsync("classic");
        await vhost.FillAsync(queue, 10);
        await using var other = await vhost.ChannelAsync();
        for (var i = 0; i < 4; i++)
            (await other.BasicGetAsync(queue, autoAck: false)).ShouldNotBeNull();
        await using var session = await OpenAsync(queue, max: 10, window: 10);
        (await TakeAsync(session, int.MaxValue, remove: true)).Count.ShouldBe(6);
    }

    /// <summary>Waits until the management API knows how much stands there: how much is read ahead depends on it.</summary>
    private async Task KnownBytesAsync(string queue, long atLeast)
    {
        for (var i = 0; i < 200; i++)
        {
            var facts = await vhost.Broker.CallAsync(HttpMethod.Get, $"queues/{vhost.Escaped}/{queue}");
            if (facts.TryGetProperty("message_bytes_ready", out var bytes) && bytes.GetInt64() >= atLeast && facts.TryGetProperty("messages_ready", out var ready) && ready.GetInt64() > 0)
                return;
            await Task.Delay(100);
        }

        Assert.Fail("The management API does not tell the size of the queue.");
    }

    private async Task<string> NewQueueAsync(string type) => await vhost.NewQueueAsync(type == "quorum" ? Quorum : null);

    private Task<ITransferSession> OpenAsync(string queue, long max, int window)
        => vhost.Transfer.OpenAsync(new TransferRequest(vhost.Queue(queue), max, window, RemovesMessages: true), CancellationToken.None);

    private static async Task<List<string>> TakeAsync(ITransferSession session, int count, bool remove)
    {
        var bodies = new List<string>();
        await foreach (var delivery in session.ReadAsync(CancellationToken.None))
        {
            bodies.Add(Encoding.UTF8.GetString(delivery.Message.Body.Span));
            if (remove)
                await session.RemoveAsync([delivery], CancellationToken.None);
            if (bodies.Count == count)
                break;
        }

        return bodies;
    }
}
