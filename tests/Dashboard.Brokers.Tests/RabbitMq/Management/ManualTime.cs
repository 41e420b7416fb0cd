namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>A clock that a test sets forward; timers are the system's.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = AnswerReader.Noon;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;
}
