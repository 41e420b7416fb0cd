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
