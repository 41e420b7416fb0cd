using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>
/// The column that says in a word what is wrong with a row. A provider declares it in each section its signals judge; the board fills it
/// in. It sorts by how bad it is and filters like any other: <c>verdict = "no consumer"</c>.
/// </summary>
public static class VerdictColumn
{
    public const string Id = "verdict";

    /// <summary>Everything could be judged, and nothing is wrong.</summary>
    public const string Ok = "ok";

    /// <summary>Nothing is wrong as far as is known, and not all is known.</summary>
    public const string Unknown = "unknown";

    /// <summary>The column of a section that these signals judge.</summary>
    public static ColumnDefinition For(IEnumerable<SignalDefinition> signals)
    {
        var tones = new Dictionary<string, Tone> { [Ok] = Tone.Neutral, [Unknown] = Tone.Unknown };
        foreach (var signal in signals)
            tones[signal.Word] = signal.Tone;
        return new ColumnDefinition(Id, "Verdict", ColumnType.Enumeration)
        {
            Help = "What is wrong with it, in a word; sorts by how bad it is. ok: nothing found. unknown: not all that is needed to judge it is known.",
            Tones = tones,
            SortsByTone = true,
        };
    }
}
