using System.Diagnostics;
using Dashboard.Brokers.Kafka.Groups.Reading;
using Dashboard.Brokers.Tests.Kafka.Diagnosis;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Groups;

/// <summary>One of three brokers says nothing for a long time and stays the leader and coordinator that it was.</summary>
public sealed class SilentBrokerTests
{
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(15);

    [KafkaFact]
    public async Task Broker_SilentForLong_TheFiguresOfTheOthersAreReadWithoutWaitingForIt()
    {
        await using var kafka = await OwnKafka.StartAsync(nodes: 3, missedAfter: TimeSpan.FromMinutes(30));
        await CreateAsync(kafka, "live", "1");
        await CreateAsync(kafka, "frozen", "2");
        var groups = new PinnedGroups(kafka, "live");
        await groups.CreateAsync();
        var (told, untold) = (PinnedGroups.Of(1), PinnedGroups.Of(2));
        await using var bench = new GroupsBench(kafka, ("RequestTimeoutSeconds", $"{RequestLimit.TotalSeconds:0}"));
        await bench.ProduceAsync("frozen", 4);
        bench.Commit(told, "frozen", 1);
        await bench.ReadAsync();
        bench.Summary(told).Lag.ShouldBe(3);

        // Who is silent is not known before it has been waited for once.
        await kafka.FreezeAsync(2);
        await bench.ReadGroupsAsync();
        bench.Summary(untold).Problem!.ShouldContain("Broker 2");
        var toldAt = bench.Summary(untold).ToldAtMs;

        var spent = TimeSpan.Zero;
        for (var i = 1; i <= 4; i++)
        {
            await groups.PutAsync(1);
            var began = (At: Stopwatch.GetTimestamp(), Ms: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            await bench.ReadGroupsAsync();
            spent += Stopwatch.GetElapsedTime(began.At);
            bench.Summary(told).Problem.ShouldBeNull();
            bench.Summary(told).ToldAtMs.ShouldBeGreaterThanOrEqualTo(began.Ms);
            bench.Summary(told).Lag.ShouldBe(3 + i, "that of the silent leader's partition is as it was, and the other grows");
            (bench.Summary(untold).ToldAtMs, bench.Summary(untold).Lag).ShouldBe((toldAt, 0));
            bench.Summary(untold).Problem.ShouldNotBeNull();
        }

        spent.ShouldBeLessThan(RequestLimit, "four polls took less than one request that gets no answer");

        // The list goes on beside them: what is new with the others is seen, and so is the silent one when it is back.
        var newcomer = Enumerable.Range(0, 1_000).Select(i => $"newcomer-{i}").First(name => OffsetsTopic.NumberOf(name, 4) == 0);
        bench.Commit(newcomer, "live", 1);
        await bench.WaitAsync(() => bench.Find(newcomer) is not null, "a new group");
        bench.Summary(untold).Problem.ShouldNotBeNull();
        await kafka.ContinueAsync(2);
        await bench.WaitAsync(() => bench.Summary(untold) is { Problem: null, Lag: > 0 }, "what it coordinates");
    }

    private static Task CreateAsync(OwnKafka kafka, string topic, string replicas) => kafka.ToolAsync("topics", "--create", "--topic", topic, "--replica-assignment", replicas);
}
