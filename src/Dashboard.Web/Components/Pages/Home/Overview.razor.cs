using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Pages.Attention;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>All connections on one page: the verdict, what needs attention, then a card each.</summary>
public sealed partial class Overview
{
    private IReadOnlyList<ConnectionId> _connections = [];
    private IReadOnlyList<Finding> _findings = [];
    private int _toShow;
    private Tone _tone = Tone.Unknown;
    private string _verdict = "";

    [Inject]
    private IFindings Findings { get; set; } = default!;

    protected override void OnInitialized() => Read();

    protected override bool OnSnapshotChanged() => Read();

    // The cards follow their own connections: this page changes only with what needs attention.
    private bool Read()
    {
        var all = Snapshots.All;
        var findings = Findings.All.SelectMany(d => d.Findings).Where(f => f.Tone != Tone.Info).OrderBy(f => Tones.Rank(f.Tone)).ThenBy(f => f.Since).ToList();
        var shown = findings.Take(FindingList.Most).ToList();
        var verdict = Verdict(all, Findings.All, findings);
        var isSame = verdict == _verdict && shown.SequenceEqual(_findings) && _connections.Count == all.Count;
        _connections = [.. all.Select(s => s.Connection.Id)];
        (_findings, _toShow) = (shown, findings.Count);
        _tone = all.Any(s => s.Health == ConnectionHealth.Connecting) ? Tone.Unknown : findings.Count == 0 ? Tone.Good : findings[0].Tone;
        _verdict = verdict;
        return !isSame;
    }

    private static string Verdict(IReadOnlyList<ConnectionSnapshot> all, IReadOnlyList<ConnectionDiagnosis> diagnoses, List<Finding> findings)
    {
        if (all.Count == 0)
            return "Nothing to watch yet.";
        var waiting = all.Count(s => s.Health == ConnectionHealth.Connecting);
        if (waiting > 0)
            return $"Connecting to {Figures.Plural(waiting, "broker")}.";
        var down = all.Count(s => s.Health == ConnectionHealth.Down);
        if (down > 0)
            return $"{down} of {Figures.Plural(all.Count, "connection")} {(down == 1 ? "does" : "do")} not answer; the last good data is shown.";
        var found = findings.Count == 0
            ? $"{Figures.Plural(all.Count, "connection")} up, nothing wrong found"
            : $"{Figures.Plural(all.Count, "connection")} answer; {FindingWords.Count(findings)}";
        return found + (diagnoses.Any(d => d.Unjudged.Count > 0) ? ". Not everything could be judged." : ".");
    }
}
