using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>All connections on one page: the verdict, what needs attention, then a card each.</summary>
public sealed partial class Overview
{
    private IReadOnlyList<ConnectionId> _connections = [];
    private IReadOnlyList<Attention> _attention = [];
    private Tone _tone = Tone.Unknown;
    private string _verdict = "";

    protected override void OnInitialized() => Read();

    protected override bool OnSnapshotChanged() => Read();

    // The cards follow their own connections: this page changes only with what needs attention.
    private bool Read()
    {
        var all = Snapshots.All;
        var attention = Attention.Of(all);
        var verdict = Verdict(all, attention);
        var isSame = verdict == _verdict && attention.SequenceEqual(_attention) && _connections.Count == all.Count;
        _connections = [.. all.Select(s => s.Connection.Id)];
        _attention = attention;
        _tone = all.Any(s => s.Health == ConnectionHealth.Connecting) ? Tone.Unknown : attention.Count == 0 ? Tone.Good : attention[0].Tone;
        _verdict = verdict;
        return !isSame;
    }

    private static string Verdict(IReadOnlyList<ConnectionSnapshot> all, IReadOnlyList<Attention> attention)
    {
        if (all.Count == 0)
            return "Nothing to watch yet.";
        var waiting = all.Count(s => s.Health == ConnectionHealth.Connecting);
        if (waiting > 0)
            return $"Connecting to {Figures.Plural(waiting, "broker")}.";
        var down = all.Count(s => s.Health == ConnectionHealth.Down);
        if (down > 0)
            return $"{down} of {Figures.Plural(all.Count, "connection")} {(down == 1 ? "does" : "do")} not answer; the last good data is shown.";
        return attention.Count == 0
            ? $"{Figures.Plural(all.Count, "connection")} up, no alarm."
            : $"{Figures.Plural(all.Count, "connection")} answer; {Figures.Plural(attention.Count, "thing")} to look at.";
    }
}
