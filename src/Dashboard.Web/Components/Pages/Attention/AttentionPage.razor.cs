using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Pages.Attention;

/// <summary>Everything that is stuck, on every broker, worst first; and what could not be judged.</summary>
public sealed partial class AttentionPage
{
    private IReadOnlyList<ConnectionDiagnosis> _all = [];
    private IReadOnlyList<AttentionGroup> _groups = [];
    private IReadOnlyList<(ConnectionDiagnosis Diagnosis, Unjudged What)> _unjudged = [];
    private IReadOnlyList<SignalDefinition> _signals = [];
    private IReadOnlyList<string> _environments = [];
    private AttentionChoice _choice = new();
    private Tone _tone = Tone.Unknown;
    private string _verdict = "";
    private int _total;
    private bool _isWaiting;

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocation;
        ReadAddress();
    }

    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocation;
        return ValueTask.CompletedTask;
    }

    // Snapshots come every second or so; the cards hold the same finding objects while nothing changed, and draw nothing.
    protected override bool OnSnapshotChanged()
    {
        Read();
        return true;
    }

    private static string Text(ChangeEventArgs input) => input.Value as string ?? "";

    private string SectionOf(ConnectionDiagnosis diagnosis, Unjudged what)
        => Snapshots.Find(diagnosis.Connection.Id)?.Section(what.SectionId)?.Definition.Title.ToLowerInvariant() ?? "all lists";

    private void OnLocation(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        if (PageAddress.Of(Navigation).First != Links.Attention)
            return;
        ReadAddress();
        StateHasChanged();
    });

    private void ReadAddress()
    {
        _choice = AttentionChoice.Of(PageAddress.Of(Navigation));
        Read();
    }

    private void Read()
    {
        _all = Findings.All;
        _total = _all.Sum(d => d.Findings.Count);
        _isWaiting = _all.Count > 0 && _all.All(d => d.IsWaiting);
        _environments = [.. _all.Select(d => d.Connection.Environment.Value).Where(e => e.Length > 0).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
        _signals = [.. _all.SelectMany(d => d.Findings).Select(f => f.Signal).DistinctBy(s => s.Id).OrderBy(s => s.Word, StringComparer.OrdinalIgnoreCase)];
        var wanted = _all.Where(_choice.Wants).ToList();
        _groups =
        [
            .. wanted.Select(d => AttentionGroup.Of(d, _choice)).Where(g => g.Findings.Count > 0)
                .OrderBy(g => Tones.Rank(g.Findings[0].Tone)).ThenByDescending(g => g.Diagnosis.ToActOn).ThenBy(g => g.Diagnosis.Connection.Name, StringComparer.OrdinalIgnoreCase),
        ];
        _unjudged = [.. wanted.Where(d => !d.IsWaiting).SelectMany(d => d.Unjudged.Select(u => (d, u)))];
        (_tone, _verdict) = Verdict(wanted);
    }

    private (Tone Tone, string Words) Verdict(List<ConnectionDiagnosis> wanted)
    {
        if (_all.Count == 0)
            return (Tone.Unknown, "No connection is configured.");
        var findings = wanted.SelectMany(d => d.Findings).Where(_choice.Wants).Where(f => f.Tone != Tone.Info).ToList();
        var waiting = wanted.Count(d => d.IsWaiting);
        var asOf = wanted.Count == 0 ? "" : $", as of {Preferences.TimeOfDay(wanted.Min(d => d.JudgedAt))}";
        var rest = waiting == 0 ? "" : $" {Figures.Plural(waiting, "connection")} not read yet.";
        if (findings.Count > 0)
        {
            var places = findings.Select(f => f.Connection).Distinct().Count();
            return (findings.MinBy(f => Tones.Rank(f.Tone))!.Tone, $"{FindingWords.Count(findings)} on {Figures.Plural(places, "connection")}{asOf}.{rest}");
        }

        if (waiting == wanted.Count)
            return (Tone.Unknown, $"Reading {Figures.Plural(waiting, "connection")} for the first time.");
        var tone = waiting > 0 ? Tone.Unknown : Tone.Good;
        return (tone, $"{(_choice.IsEmpty ? "Nothing needs attention" : "Nothing that matches needs attention")} on {Figures.Plural(wanted.Count - waiting, "connection")}{asOf}.{rest}");
    }

    private void Show(AttentionChoice choice) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(choice.ToQuery()), replace: true);
}
