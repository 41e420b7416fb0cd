using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>What would disturb others on a shared broker.</summary>
public sealed class FaultTests(OwnBroker broker) : IClassFixture<OwnBroker>
{
    private static readonly ReadOnlyMemory<byte> Body = "x"u8.ToArray();

    [Fact]
    public async Task Send_MemoryAlarm_WaitsAndSaysWhyWhileReadingGoesOn()
    {
        await NewQueueAsync("alarm", 5);
        await using var connection = broker.Connect();
        await using var session = await connection.Find<IMessagePublisher>()!.OpenAsync("/", CancellationToken.None);
        await broker.EvaluateAsync("vm_memory_monitor:set_vm_memory_high_watermark(0.000001).");
        try
        {
            // The broker says so to those who publish, so the first one goes out.
            var first = await session.SendAsync(Message("alarm"), CancellationToken.None);
            await UntilAsync(() => session.BlockedReason is not null);
            session.BlockedReason.ShouldNotBeNull().ShouldContain("memory");
            first.IsCompleted.ShouldBeFalse();

            var second = session.SendAsync(Message("alarm"), CancellationToken.None).AsTask();
            using (var cancel = new CancellationTokenSource(300))
                await Should.ThrowAsync<OperationCanceledException>(async () => await session.SendAsync(Message("alarm"), cancel.Token));
            second.IsCompleted.ShouldBeFalse();

            await using (var reading = await connection.Find<IMessageTransfer>()!.OpenAsync(new TransferRequest(broker.Queue("alarm"), 5, 5, RemovesMessages: true), CancellationToken.None))
            {
                await foreach (var delivery in reading.ReadAsync(CancellationToken.None))
                    await reading.RemoveAsync([delivery], CancellationToken.None);
            }

            await broker.EvaluateAsync("vm_memory_monitor:set_vm_memory_high_watermark({absolute, 1000000000}).");
            (await first.WaitAsync(TimeSpan.FromSeconds(30))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            (await (await second.WaitAsync(TimeSpan.FromSeconds(30))).WaitAsync(TimeSpan.FromSeconds(30))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
            session.BlockedReason.ShouldBeNull();
        }
        finally
        {
            await broker.EvaluateAsync("vm_memory_monitor:set_vm_memory_high_watermark({absolute, 1000000000}).");
        }

        await using var client = await broker.ClientAsync();
        await using var channel = await client.CreateChannelAsync();
        (await channel.MessageCountAsync("alarm")).ShouldBe(2u);
    }

    [Fact]
    public async Task Dispose_WhileBlocked_DoesNotHang()
    {
        await NewQueueAsync("alarm2", 0);
        await using var connection = broker.Connect();
        var session = await connection.Find<IMessagePublisher>()!.OpenAsync("/", CancellationToken.None);
        await broker.EvaluateAsync("vm_memory_monitor:set_vm_memory_high_watermark(0.000001).");
        try
        {
            var fate = await session.SendAsync(Message("alarm2"), CancellationToken.None);
            await UntilAsync(() => session.BlockedReason is not null);
            await session.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            (await fate).Kind.ShouldBe(PublishOutcomeKind.Unknown);
        }
        finally
        {
            await broker.EvaluateAsync("vm_memory_monitor:set_vm_memory_high_watermark({absolute, 1000000000}).");
        }
    }

    [Fact]
    public async Task BrokerKilled_FatesAreUnknownReadingSaysSoAndLaterItWorksAgain()
    {
        await NewQueueAsync("killed", 200);
        await using var connection = broker.Connect();
        var publisher = connection.Find<IMessagePublisher>()!;
        await using (var session = await publisher.OpenAsync("/", CancellationToken.None))
        await using (var reading = await connection.Find<IMessageTransfer>()!.OpenAsync(new TransferRequest(broker.Queue("killed"), 200, 10, RemovesMessages: true), CancellationToken.None))
        {
            // Frozen first, so that nothing is confirmed any more.
            broker.Freeze(true);
            var fates = new List<Task<PublishOutcome>>();
            for (var i = 0; i < 20; i++)
                fates.Add(await session.SendAsync(Message("killed"), CancellationToken.None));
            broker.Kill();

            foreach (var fate in fates)
                (await fate.WaitAsync(TimeSpan.FromSeconds(60))).Kind.ShouldBe(PublishOutcomeKind.Unknown);
            await Should.ThrowAsync<BrokerException>(async () => await session.SendAsync(Message("killed"), CancellationToken.None));
            await Should.ThrowAsync<BrokerException>(async () =>
            {
                await foreach (var delivery in reading.ReadAsync(CancellationToken.None))
                    _ = delivery;
            });
        }

        var down = await Should.ThrowAsync<BrokerException>(() => publisher.OpenAsync("/", CancellationToken.None));
        down.NextStep.ShouldNotBeNull();
        await broker.StartAsync();
        await using var again = await publisher.OpenAsync("/", CancellationToken.None);
        (await (await again.SendAsync(Message("killed"), CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(30))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
    }

    private OutgoingMessage Message(string queue)
        => new() { Address = new PublishAddress(broker.Queue(queue)), Body = Body, Properties = [new("delivery_mode", new IntegerValue(2, "uint8"))] };

    private async Task NewQueueAsync(string name, int count)
    {
        await using var client = await broker.ClientAsync();
        await using var channel = await client.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
        for (var i = 0; i < count; i++)
            await channel.BasicPublishAsync("", name, true, new BasicProperties { Persistent = true }, Body);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 300 && !condition(); i++)
            await Task.Delay(100);
        condition().ShouldBeTrue();
    }
}
