namespace Dashboard.Brokers.Tests.RabbitMq;

/// <summary>The same with replicated queues.</summary>
public sealed class RabbitMqQuorumUnderTest : RabbitMqUnderTest
{
    /// <summary>A return is agreed upon by the members after the channel was told that it is closed.</summary>
    public override TimeSpan CountLag => TimeSpan.FromSeconds(2);

    protected override IReadOnlyDictionary<string, object> QueueArguments { get; } = new Dictionary<string, object> { ["x-queue-type"] = "quorum" };
}
