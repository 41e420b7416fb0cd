using Dashboard.Core.Access;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Layout;

public sealed partial class TopBar
{
    private static readonly (string Theme, string Title, string Icon)[] ThemeChoices =
        [("system", "As the system", "system"), ("light", "Light", "sun"), ("dark", "Dark", "moon")];

    private Tone _tone = Tone.Unknown;
    private string _healthWords = "";
    private string _healthTitle = "";
    private Actor? _actor;

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private ShellCommands Commands { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Preferences.Changed += OnPreferences;
        OnSnapshotChanged();
        _actor = await ShellActor.FindAsync(Services);
    }

    protected override ValueTask OnDisposeAsync()
    {
        Preferences.Changed -= OnPreferences;
        return ValueTask.CompletedTask;
    }

    protected override bool OnSnapshotChanged()
    {
        var (tone, words, title) = HealthOf(Snapshots.All, Findings.All);
        if (tone == _tone && words == _healthWords && title == _healthTitle)
            return false;
        (_tone, _healthWords, _healthTitle) = (tone, words, title);
        return true;
    }

    /// <summary>All connections in a few words: the worst thing first.</summary>
    private static (Tone Tone, string Words, string Title) HealthOf(IReadOnlyList<ConnectionSnapshot> all, IReadOnlyList<ConnectionDiagnosis> findings)
    {
        var down = all.Count(s => s.Health == ConnectionHealth.Down);
        var partial = all.Count(s => s.Health == ConnectionHealth.Partial);
        var connecting = all.Count(s => s.Health == ConnectionHealth.Connecting);
        var problems = findings.Sum(d => d.Findings.Count(f => f.Tone == Tone.Bad));
        var warnings = findings.Sum(d => d.Findings.Count(f => f.Tone == Tone.Warning));
        var title = string.Join(", ", all.Select(s => $"{s.Connection.Name}: {Tones.Word(s.Health).ToLowerInvariant()}"));
        return (down, problems, partial, warnings, connecting) switch
        {
            _ when all.Count == 0 => (Tone.Unknown, "No connections", "No connection is configured."),
            ( > 0, _, _, _, _) => (Tone.Bad, $"{down} of {all.Count} down", title),
            (_, > 0, _, _, _) => (Tone.Bad, Figures.Plural(problems, "problem"), title),
            (_, _, > 0, _, _) => (Tone.Warning, $"{partial} partial", title),
            (_, _, _, > 0, _) => (Tone.Warning, Figures.Plural(warnings, "warning"), title),
            (_, _, _, _, > 0) => (Tone.Unknown, "Connecting", title),
            _ => (Tone.Good, all.Count == 1 ? "Up" : $"All {all.Count} up", $"Nothing needs attention. {title}"),
        };
    }

    private async Task SetThemeAsync(string theme)
    {
        Preferences.SetTheme(theme);
        await ScriptCalls.QuietlyAsync(() => Scripts.SetThemeAsync(theme).AsTask());
    }

    private async Task SetUtcAsync(bool isUtc)
    {
        Preferences.SetUtc(isUtc);
        await ScriptCalls.QuietlyAsync(() => Scripts.SetCookieAsync("dashboard-zone", isUtc ? "utc" : "browser").AsTask());
    }

    private void OnPreferences() => _ = InvokeAsync(StateHasChanged);
}
