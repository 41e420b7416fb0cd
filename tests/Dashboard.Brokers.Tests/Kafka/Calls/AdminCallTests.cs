using Dashboard.KafkaProbe;
using Dashboard.Tests.Shared;
using Dashboard.Tests.Shared.Kafka;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>
/// What the client library's admin calls do to the process they run in. With KAFKA_CALLS_WRITE=1 the table goes into docs/kafka-admin-calls.md.
/// </summary>
public sealed class AdminCallTests
{
    /// <summary>Never called: a failure of it ends the process; or nothing needs it.</summary>
    private static readonly string[] Banned = ["ListConsumerGroups", "ListConsumerGroups of states", "ElectLeaders"];

    /// <summary>Called only where the brokers are known to offer it.</summary>
    private static readonly string[] Guarded = ["DeleteGroups", "DeleteConsumerGroupOffsets", "DescribeCluster"];

    /// <summary>Calls that a user who may only look is refused.</summary>
    private static readonly string[] Changing =
    [
        "AlterConsumerGroupOffsets", "CreatePartitions", "CreateTopics", "CreateTopics (only checked)", "DeleteConsumerGroupOffsets", "DeleteGroups", "DeleteRecords", "DeleteTopics",
        "ElectLeaders", "IncrementalAlterConfigs",
    ];

    [KafkaFact]
    public async Task AdminCalls_BrokerInEveryState_OnlyThoseThatAreNotUsedTakeTheProcessDown()
    {
        await using var own = await OwnKafka.StartAsync(sasl: true);
        var calls = AdminCalls.Names;

        var outcomes = await new CallMatrix(own).RunAsync(calls);

        if (Environment.GetEnvironmentVariable("KAFKA_CALLS_WRITE") == "1")
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, "docs", "kafka-admin-calls.md"), CallTable.Markdown(outcomes, Banned, Guarded));
        outcomes.Where(o => o.State == CallMatrix.Up).ShouldAllBe(o => o.ExitCode == 0 && o.Words.StartsWith("done", StringComparison.Ordinal));
        outcomes.Where(o => o.State == CallMatrix.Denied && Changing.Contains(o.Call)).ShouldAllBe(o => o.Words.EndsWith("AuthorizationFailed", StringComparison.Ordinal));
        outcomes.Where(o => o.Aborts && !Banned.Contains(o.Call) && !(Guarded.Contains(o.Call) && o.State == CallMatrix.Lacking)).ShouldBeEmpty();
    }
}
