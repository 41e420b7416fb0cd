using Dashboard.Brokers.Kafka;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.Kafka.Messages;

/// <summary>The only broker dies in the middle of a search and of a publish, or falls silent: all end with words, and nothing else does.</summary>
public sealed class FaultTests(FaultTests.OwnBroker fixture) : IClassFixture<FaultTests.OwnBroker>
{
    [KafkaFact]
    public async Task Broker_DiesMidway_SearchAndPublishAreToldAndWorkAgainAfterwards()
    {
        var own = fixture.Kafka;
        using var plain = new PlainKafka(own.BootstrapServers[0]);
        await plain.CreateAsync("big", 2);
        for (var i = 0; i < 60; i++)
            await plain.PutManyAsync("big", 1_000, i % 2, padding: 2_000);
        await using var connection = new KafkaProvider(NullLoggerFactory.Instance, TimeProvider.System).Create(own.Settings(("RequestTimeoutSeconds", "3")));
        var topic = TopicsFixture.Ref("big");
        await using var session = await connection.Find<IMessagePublisher>()!.OpenAsync("", CancellationToken.None);
        await (await session.SendAsync(To(topic), CancellationToken.None));

        var read = 0;
        var request = new BrowseRequest
        {
            Destination = topic,
            Count = 1,
            ReadsToEnd = true,
            Keep = _ =>
            {
                // What was fetched ahead is less than what is there.
                if (++read == 100)
                    own.Kill();
                if (read < 5_000)
                    Thread.SpinWait(2_000);
                return false;
            },
        };
        var error = await Should.ThrowAsync<BrokerException>(() => connection.Find<IMessageBrowser>()!.BrowseAsync(request, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2)));
        error.Message.ShouldContain("was broken off after");
        read.ShouldBeLessThan(60_001);

        // Whether it arrives is not known before its time is over; a session that cannot even ask says so at once.
        try
        {
            (await (await session.SendAsync(To(topic), CancellationToken.None)).WaitAsync(TimeSpan.FromMinutes(2))).Kind.ShouldBeOneOf(PublishOutcomeKind.Unknown, PublishOutcomeKind.NotSent);
        }
        catch (BrokerException told)
        {
            told.Message.ShouldContain("not sent");
        }

        await own.UpAsync();
        var again = await connection.Find<IMessageBrowser>()!.BrowseAsync(new BrowseRequest { Destination = topic, Count = 10 }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        again.Messages.Count.ShouldBe(10);
    }

    [KafkaFact]
    public async Task Transfer_NothingComesForTwentySeconds_TheBrokersAreLostAndItIsNotTheEnd()
    {
        using var plain = new PlainKafka(fixture.Kafka.BootstrapServers[0]);
        await plain.CreateAsync("silent");
        await plain.PutManyAsync("silent", 100);
        await using var connection = new KafkaProvider(NullLoggerFactory.Instance, new FastClock()).Create(fixture.Kafka.Settings());
        var transfer = connection.Find<IMessageTransfer>()!;
        var topic = TopicsFixture.Ref("silent");
        var ranges = await transfer.MeasureAsync(topic, LogBounds.None, CancellationToken.None);
        async Task<int> CountAsync(Func<Task> opened)
        {
            await using var session = await transfer.OpenAsync(new TransferRequest(topic, 1000, 1000, RemovesMessages: false) { Ranges = ranges }, CancellationToken.None);
            await opened();
            var count = 0;
            await foreach (var _ in session.ReadAsync(CancellationToken.None))
                count++;
            return count;
        }

        try
        {
            var error = await Should.ThrowAsync<BrokerException>(() => CountAsync(() => fixture.Kafka.FreezeAsync()).WaitAsync(TimeSpan.FromMinutes(2)));
            error.Message.ShouldContain("Reading topic silent was cut off");
            error.BrokerWords.ShouldBe("Nothing came for 20 seconds.");
        }
        finally
        {
            await fixture.Kafka.ContinueAsync();
        }

        (await CountAsync(() => Task.CompletedTask).WaitAsync(TimeSpan.FromMinutes(2))).ShouldBe(100);
    }

    private static OutgoingMessage To(DestinationRef topic) => new() { Address = new PublishAddress(topic), Body = "x"u8.ToArray() };

    /// <summary>A broker of these tests' own, which they may kill and freeze.</summary>
    public sealed class OwnBroker : IAsyncLifetime
    {
        private OwnKafka? _own;

        public OwnKafka Kafka => _own ?? throw new InvalidOperationException("There is no Kafka here.");

        public async Task InitializeAsync()
        {
            if (KafkaLab.SkipReason is null)
                _own = await OwnKafka.StartAsync();
        }

        public async Task DisposeAsync()
        {
            if (_own is not null)
                await _own.DisposeAsync();
        }
    }
}
