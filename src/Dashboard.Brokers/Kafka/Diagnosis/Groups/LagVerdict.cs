namespace Dashboard.Brokers.Kafka.Diagnosis.Groups;

/// <summary>A verdict about one partition of a group, with what it rests on.</summary>
internal readonly record struct LagVerdict(LagState State)
{
    public long Lag { get; init; }

    /// <summary>Messages written per second over the window; NaN where it is too short.</summary>
    public double InPerSecond { get; init; } = double.NaN;

    /// <summary>Messages read per second over the window, or since it was set back.</summary>
    public double OutPerSecond { get; init; } = double.NaN;

    /// <summary>Until the lag is gone if all goes on as in the window, in seconds; NaN where it never is.</summary>
    public double SecondsLeft { get; init; } = double.NaN;

    /// <summary>Messages deleted before they were read.</summary>
    public long Lost { get; init; }

    /// <summary>By how much it was set back within the window; 0 where it was not.</summary>
    public long SetBack { get; init; }

    /// <summary>From the first to the last sample.</summary>
    public TimeSpan Covered { get; init; }
}
