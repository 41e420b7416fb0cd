using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

public sealed class BrowseTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    [Theory]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task Browse_Twice_SameOrderSameIdentityNothingHeld(string type)
    {
        var queue = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-queue-type"] = type });
        await vhost.FillAsync(queue, Enumerable.Range(0, 50).Select(i => Encoding.UTF8.GetBytes($"m{i}")), new BasicProperties
        {
            MessageId = "same",
            Headers = new Dictionary<string, object?> { ["zebra"] = 1, ["ant"] = "x", ["mouse"] = new List<object?> { 1L, null } },
        });
        var first = await vhost.LookAsync(queue);
        var second = await vhost.LookAsync(queue);

        first.IsComplete.ShouldBeTrue();
        first.Messages.Select(m => Encoding.UTF8.GetString(m.Body.Span)).ShouldBe(Enumerable.Range(0, 50).Select(i => $"m{i}"));
        Comparable(second.Messages[0]).ShouldBe(Comparable(first.Messages[0]));
        second.Messages.Select(m => m.Identity).ShouldBe(first.Messages.Select(m => m.Identity));
        first.Messages.Select(m => m.Identity).Distinct().Count().ShouldBe(50);
        Redelivered(first.Messages[0]).ShouldBeFalse();
        Redelivered(second.Messages[0]).ShouldBeTrue();
        await vhost.ShouldBecomeReadyAsync(queue, 50);

        // Consumed, it is the same message still.
        await using var session = await vhost.Transfer.OpenAsync(new TransferRequest(vhost.Queue(queue), 50, 50, RemovesMessages: true), CancellationToken.None);
        var consumed = new List<MessageIdentity>();
        await foreach (var delivery in session.ReadAsync(CancellationToken.None))
            consumed.Add(delivery.Message.Identity);
        consumed.ShouldBe(first.Messages.Select(m => m.Identity));
    }

    [Fact]
    public async Task Browse_FewerThanThere_SaysThatItIsNotComplete()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 10);
        var look = await vhost.LookAsync(queue, 4);
        look.Messages.Count.ShouldBe(4);
        look.IsComplete.ShouldBeFalse();
        look.StopReason.ShouldContain("4");
        look.Messages[3].Position.ShouldBe(3);
    }

    [Fact]
    public async Task Browse_BodyOf50MB_KeepsTheBeginningAndTellsTheSize()
    {
        var queue = await vhost.NewQueueAsync();
        var body = new byte[50 * 1024 * 1024];
        Random.Shared.NextBytes(body);
        (await vhost.SendAsync(new OutgoingMessage { Address = vhost.ToQueue(queue), Body = body })).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
        var request = new BrowseRequest { Destination = vhost.Queue(queue), Count = 10, MaxBodyBytes = 1024 };
        var seen = (await vhost.Browser.BrowseAsync(request, CancellationToken.None)).Messages.ShouldHaveSingleItem();
        seen.BodySize.ShouldBe(body.Length);
        seen.IsBodyTruncated.ShouldBeTrue();
        seen.Body.ToArray().ShouldBe(body[..1024]);
        var whole = (await vhost.Browser.BrowseAsync(request with { MaxBodyBytes = int.MaxValue }, CancellationToken.None)).Messages[0];
        whole.Body.Span.SequenceEqual(body).ShouldBeTrue();
        whole.Identity.ShouldBe(seen.Identity);
    }

    [Fact]
    public async Task Browse_TotalLimit_Stops()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, Enumerable.Range(0, 10).Select(_ => new byte[100_000]));
        var look = await vhost.Browser.BrowseAsync(new BrowseRequest { Destination = vhost.Queue(queue), Count = 10, MaxTotalBytes = 250_000 }, CancellationToken.None);
        look.Messages.Count.ShouldBe(3);
        look.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task Describe_ClassicQueue_SaysRedelivered()
    {
        var queue = await vhost.NewQueueAsync();
        var effect = await vhost.Browser.DescribeEffectAsync(vhost.Queue(queue), CancellationToken.None);
        effect.IsAllowed.ShouldBeTrue();
        effect.ChangesNothing.ShouldBeFalse();
        effect.Summary.ShouldContain("redelivered");
    }

    [Fact]
    public async Task Browse_QueueIsNotThere_SaysSo()
    {
        var error = await Should.ThrowAsync<BrokerException>(() => vhost.LookAsync("gone"));
        error.Message.ShouldContain("There is no queue gone");
    }

    [Fact]
    public async Task Browse_ExclusiveQueueOfAnother_IsRefusedClearly()
    {
        await using var channel = await vhost.ChannelAsync();
        var queue = (await channel.QueueDeclareAsync(durable: false, exclusive: true, autoDelete: true)).QueueName;
        var effect = await vhost.Browser.DescribeEffectAsync(vhost.Queue(queue), CancellationToken.None);
        effect.IsAllowed.ShouldBeFalse();
        effect.Summary.ShouldContain("exclusive");
        await Should.ThrowAsync<BrokerException>(() => vhost.LookAsync(queue));
    }

    [Fact]
    public async Task Browse_QuorumQueueWithSingleActiveConsumer_IsRefused()
    {
        var queue = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-single-active-consumer"] = true });
        var effect = await vhost.Browser.DescribeEffectAsync(vhost.Queue(queue), CancellationToken.None);
        effect.IsAllowed.ShouldBeFalse();
        effect.Summary.ShouldContain("single active consumer");
    }

    [Fact]
    public async Task Browse_QuorumQueueWithDeliveryLimit_IsRefusedBeforeItWouldLoseAMessage()
    {
        const int Limit = 3;
        var queue = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-queue-type"] = "quorum", ["x-delivery-limit"] = Limit });
        await vhost.FillAsync(queue, 2);
        var looks = 0;
        var told = new List<string>();
        while (true)
        {
            var effect = await vhost.Browser.DescribeEffectAsync(vhost.Queue(queue), CancellationToken.None);
            told.Add(effect.Summary + " " + string.Join(" ", effect.Details));
            if (!effect.IsAllowed)
                break;
            var look = await vhost.LookAsync(queue);
            look.Messages.ShouldNotBeEmpty();
            told.Add(SampleHeaders.Show(look.Messages[0].Headers));
            (++looks).ShouldBeLessThanOrEqualTo(Limit);
        }

        // It may be refused one look early, because the broker's statistics bound what is not known; never late.
        looks.ShouldBeInRange(Limit - 1, Limit, string.Join("\n", told));
        told[0].ShouldContain("3 more times");
        await Should.ThrowAsync<BrokerException>(() => vhost.LookAsync(queue));
        await vhost.ShouldBecomeReadyAsync(queue, 2);
    }

    [Fact]
    public async Task Browse_Cancelled_LeavesNothingUnacknowledged()
    {
        var queue = await vhost.NewQueueAsync();
        await vhost.FillAsync(queue, 2_000);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(60));
        try
        {
            await vhost.Browser.BrowseAsync(new BrowseRequest { Destination = vhost.Queue(queue), Count = 2_000 }, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            // What is tested; a fast machine may be through before.
        }

        await vhost.ShouldBecomeReadyAsync(queue, 2_000);
    }

    private static string Comparable(MessageEnvelope message)
        => SampleHeaders.Show(message.Properties) + SampleHeaders.Show(message.Headers.Where(h => h.Name != "x-delivery-count").OrderBy(h => h.Name, StringComparer.Ordinal));

    private static bool Redelivered(MessageEnvelope message) => message.Delivery.Single(f => f.Name == "redelivered").Value is BooleanValue { Value: true };
}
