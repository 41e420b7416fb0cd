namespace Dashboard.Brokers.Kafka.Groups.Reading;

/// <summary>How long is waited while a broker is known to be silent, so that what the others tell does not become old meanwhile.</summary>
internal static class Hurry
{
    /// <summary>For the silent one itself: enough for a broker that is back to be heard.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>For an answer of the others: who coordinates a group may have been asked of the silent one, which the library chooses by chance.</summary>
    public static TimeSpan Of(TimeSpan limit) => limit < Longest ? limit : Longest;
}
