namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The same with replicated queues.</summary>
public sealed class RabbitMqQuorumUnderTest : RabbitMqUnderTest
{
    protected override IReadOnlyDictionary<string, object> QueueArguments { get; } = new Dictionary<string, object> { ["x-queue-type"] = "quorum" };
}
