namespace Dashboard.Core.Snapshots;

/// <summary>What a value means to the operator. Colour follows from it, and a word or icon always goes with the colour.</summary>
public enum Tone
{
    Neutral,
    Good,
    Info,
    Warning,
    Bad,
    Unknown,
}

/// <summary>The order of tones.</summary>
public static class ToneOrder
{
    /// <summary>0 is the worst.</summary>
    public static int Rank(Tone tone) => tone switch
    {
        Tone.Bad => 0,
        Tone.Warning => 1,
        Tone.Unknown => 2,
        Tone.Info => 3,
        Tone.Neutral => 4,
        _ => 5,
    };
}
