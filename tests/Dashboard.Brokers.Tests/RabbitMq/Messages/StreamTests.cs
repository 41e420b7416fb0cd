using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

public sealed class StreamTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    [Fact]
    public async Task Browse_FromEachPlace_ReadsByOffsetAndEnds()
    {
        var stream = await NewStreamAsync(1_000);
        (await vhost.Browser.DescribeEffectAsync(vhost.Queue(stream), CancellationToken.None)).ChangesNothing.ShouldBeTrue();

        var first = await LookAsync(stream, 10, BrowseStart.Oldest);
        first.Messages.Select(m => m.Position).ShouldBe(Enumerable.Range(0, 10).Select(i => (long)i));
        first.IsComplete.ShouldBeFalse();

        var middle = await LookAsync(stream, 5, new BrowseStart(Offset: 437));
        middle.Messages.Select(Text).ShouldBe(Enumerable.Range(437, 5).Select(i => $"m{i}"));
        middle.Messages.Select(m => m.Position).ShouldBe(Enumerable.Range(437, 5).Select(i => (long)i));

        var last = await LookAsync(stream, 25, BrowseStart.Newest);
        last.Messages.Select(Text).ShouldBe(Enumerable.Range(975, 25).Select(i => $"m{i}"));
        last.IsComplete.ShouldBeTrue();

        var all = await LookAsync(stream, 5_000, BrowseStart.Oldest);
        all.Messages.Count.ShouldBe(1_000);
        all.IsComplete.ShouldBeTrue();

        var byTime = await LookAsync(stream, 3, new BrowseStart(At: DateTimeOffset.UtcNow.AddHours(-1)));
        byTime.Messages.Select(Text).ShouldBe(["m0", "m1", "m2"]);

        var beyond = await LookAsync(stream, 3, new BrowseStart(Offset: 1_000_000));
        beyond.Messages.ShouldBeEmpty();
        beyond.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Browse_EmptyStream_IsComplete()
    {
        var look = await LookAsync(await NewStreamAsync(0), 10, BrowseStart.Newest);
        look.Messages.ShouldBeEmpty();
        look.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Browse_ManagementIsDown_StillReadsTheStream()
    {
        var stream = await NewStreamAsync(20);
        await using var connection = vhost.Connect(("ManagementUrls:0", "http://127.0.0.1:1"));
        var look = await connection.Find<IMessageBrowser>()!.BrowseAsync(new BrowseRequest { Destination = vhost.Queue(stream), Count = 100 }, CancellationToken.None);
        look.Messages.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Copy_FromAnOffset_EndsWhereTheStreamEndedAtTheStart()
    {
        var stream = await NewStreamAsync(300);
        var request = new TransferRequest(vhost.Queue(stream), 10_000, 100, RemovesMessages: false) { FromOffset = 100 };
        var bodies = new List<string>();
        await using (var session = await vhost.Transfer.OpenAsync(request, CancellationToken.None))
        {
            await vhost.SendManyAsync(stream, 50);
            await foreach (var delivery in session.ReadAsync(CancellationToken.None))
            {
                bodies.Add(Text(delivery.Message));
                await session.RemoveAsync([delivery], CancellationToken.None);
            }
        }

        bodies.ShouldBe(Enumerable.Range(100, 200).Select(i => $"m{i}"));
        (await LookAsync(stream, 5_000, BrowseStart.Oldest)).Messages.Count.ShouldBe(350);
    }

    [Fact]
    public async Task Move_OutOfAStream_IsRefused()
    {
        var stream = await NewStreamAsync(1);
        var error = await Should.ThrowAsync<BrokerException>(() => vhost.Transfer.OpenAsync(new TransferRequest(vhost.Queue(stream), 1, 1, RemovesMessages: true), CancellationToken.None));
        error.Message.ShouldContain("stream");
    }

    private async Task<string> NewStreamAsync(int count)
    {
        var stream = await vhost.NewQueueAsync(new Dictionary<string, object> { ["x-queue-type"] = "stream" });
        await vhost.SendManyAsync(stream, count);
        return stream;
    }

    private Task<BrowseResult> LookAsync(string stream, int count, BrowseStart start)
        => vhost.Browser.BrowseAsync(new BrowseRequest { Destination = vhost.Queue(stream), Count = count, Start = start }, CancellationToken.None);

    private static string Text(MessageEnvelope message) => Encoding.UTF8.GetString(message.Body.Span);
}
