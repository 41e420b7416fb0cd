using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls;

/// <summary>What a tone looks like: a class for its colour, and the icon and word that always go with the colour.</summary>
public static class Tones
{
    public static string Class(Tone tone) => tone switch
    {
        Tone.Good => "tone-ok",
        Tone.Info => "tone-info",
        Tone.Warning => "tone-warn",
        Tone.Bad => "tone-bad",
        Tone.Unknown => "tone-unknown",
        _ => "tone-neutral",
    };

    public static string Icon(Tone tone) => tone switch
    {
        Tone.Good => "check",
        Tone.Info => "info",
        Tone.Warning => "warning",
        Tone.Bad => "bad",
        Tone.Unknown => "unknown",
        _ => "dot",
    };

    public static string Word(Tone tone) => tone switch
    {
        Tone.Good => "Good",
        Tone.Info => "Note",
        Tone.Warning => "Warning",
        Tone.Bad => "Problem",
        Tone.Unknown => "Unknown",
        _ => "",
    };

    public static Tone Of(ConnectionHealth health) => health switch
    {
        ConnectionHealth.Up => Tone.Good,
        ConnectionHealth.Partial => Tone.Warning,
        ConnectionHealth.Down => Tone.Bad,
        _ => Tone.Unknown,
    };

    public static string Word(ConnectionHealth health) => health switch
    {
        ConnectionHealth.Up => "Up",
        ConnectionHealth.Partial => "Partial",
        ConnectionHealth.Down => "Down",
        _ => "Connecting",
    };

    /// <summary>Worst first.</summary>
    public static int Rank(Tone tone) => ToneOrder.Rank(tone);
}
