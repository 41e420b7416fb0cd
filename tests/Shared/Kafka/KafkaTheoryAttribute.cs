using Xunit;

namespace Dashboard.Tests.Shared.Kafka;

/// <summary>A theory that needs a real Kafka. Where none is to be had it is skipped, with the reason shown.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaTheoryAttribute : TheoryAttribute
{
    public KafkaTheoryAttribute() => Skip = KafkaLab.SkipReason;
}
