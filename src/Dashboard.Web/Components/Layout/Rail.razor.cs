using Dashboard.Core.Access;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Topology;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Layout;

public sealed partial class Rail
{
    private IReadOnlyList<EnvironmentGroup> _groups = [];
    private PageAddress _address = new([], new Dictionary<string, string>());
    private string _shown = "";
    private bool _isAdmin;
    private bool _seesAudit;
    private int _toActOn;
    private Tone _worst = Tone.Neutral;
    private string _attentionTitle = "";

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private TopologyPages Topology { get; set; } = default!;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocation;
        Preferences.Changed += OnPreferences;
        Read();
        if (await ShellActor.FindAsync(Services) is { } actor)
        {
            _isAdmin = RolePermissions.Holds(actor.Role, Permission.ManageAccounts);
            _seesAudit = RolePermissions.Holds(actor.Role, Permission.ViewAudit);
        }
    }

    protected override bool OnSnapshotChanged() => Read();

    protected override ValueTask OnDisposeAsync()
    {
        Navigation.LocationChanged -= OnLocation;
        Preferences.Changed -= OnPreferences;
        return ValueTask.CompletedTask;
    }

    private static string EnvironmentTitle(EnvironmentTag environment) => environment.Value.Length switch
    {
        0 => "Connections",
        _ => char.ToUpperInvariant(environment.Value[0]) + environment.Value[1..],
    };

    private static string TitleOf(ConnectionSnapshot connection) =>
        $"{connection.Connection.Name}: {Tones.Word(connection.Health).ToLowerInvariant()}{(connection.Product is null ? "" : ", " + connection.Product)}";

    // Snapshots change every few seconds; the rail changes only when a count, a name or a state does.
    private bool Read()
    {
        var all = Snapshots.All;
        _address = PageAddress.Of(Navigation);
        _groups = [.. all.GroupBy(s => s.Connection.Environment)
            .OrderByDescending(g => g.Key.IsProduction)
            .Select(g => new EnvironmentGroup(g.Key, [.. g]))];
        _toActOn = Findings.All.Sum(d => d.ToActOn);
        _worst = Findings.All.SelectMany(d => d.Findings.Take(1)).Select(f => f.Tone).OrderBy(Tones.Rank).FirstOrDefault(Tone.Neutral);
        _attentionTitle = _toActOn == 0 ? "Attention" : $"Attention: {Figures.Plural(_toActOn, "finding")}";
        var shown = string.Join('\n', all.Select(Describe)) + $"\n{_attentionTitle} {_worst}\n{Navigation.Uri}";
        if (shown == _shown)
            return false;
        _shown = shown;
        return true;
    }

    private string Describe(ConnectionSnapshot connection)
    {
        var head = $"{connection.Connection.Id}|{connection.Connection.Name}|{connection.Health}|{connection.Product}";
        return connection.Connection.Id != _address.Connection
            ? head
            : head + string.Concat(connection.Sections.Select(s => $"|{s.Definition.Id}:{(s.Table is { } t ? Figures.Count(t.RowCount) : "")}:{s.Problem is null}"));
    }

    private async Task ToggleAsync()
    {
        Preferences.SetRailNarrow(!Preferences.IsRailNarrow);
        await ScriptCalls.QuietlyAsync(() => Scripts.SetCookieAsync("dashboard-rail", Preferences.IsRailNarrow ? "narrow" : "wide").AsTask());
    }

    private void OnLocation(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(() =>
    {
        if (Read())
            StateHasChanged();
    });

    private void OnPreferences() => _ = InvokeAsync(StateHasChanged);

    private sealed record EnvironmentGroup(EnvironmentTag Environment, IReadOnlyList<ConnectionSnapshot> Connections);
}
