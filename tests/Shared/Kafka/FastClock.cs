namespace Dashboard.Tests.Shared.Kafka;

/// <summary>A clock that runs ten times as fast, so that twenty seconds of silence take two.</summary>
public sealed class FastClock : TimeProvider
{
    private const int Times = 10;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() * Times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private static TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Times;
}
