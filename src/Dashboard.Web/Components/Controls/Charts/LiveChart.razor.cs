using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>Lines of the last hour. The browser draws; the server sends the hour once and then only new points.</summary>
public sealed partial class LiveChart
{
    private readonly string _id = "chart-" + Guid.NewGuid().ToString("N");
    private ElementReference _plot;
    private IReadOnlyList<HistorySeries> _series = [];
    private double _sentTo = double.NegativeInfinity;
    private bool _isReady;
    private bool _isEmpty = true;
    private string _subject = "";

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    /// <summary>Unit of the values.</summary>
    [Parameter]
    public ColumnType Type { get; set; }

    [Parameter]
    public string? Help { get; set; }

    /// <summary>Without axes, for cards.</summary>
    [Parameter]
    public bool IsSmall { get; set; }

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    private string Spoken => $"{Title}, last hour: " + string.Join(", ", Lines.Select((line, i) => $"{line.Title} {Figures.Write(Type, Last(i), withUnit: true)}"));

    protected override void OnInitialized() => Preferences.Changed += OnPreferences;

    protected override void OnParametersSet()
    {
        var subject = $"{Connection}|{Title}|{string.Join('|', Lines.Select(l => l.Title))}";
        if (subject == _subject)
            return;
        _subject = subject;
        Read();
        if (_isReady)
            _ = ScriptCalls.QuietlyAsync(CreateAsync);
    }

    protected override bool OnSnapshotChanged()
    {
        var before = Enumerable.Range(0, Lines.Count).Select(Last).ToArray();
        var wasEmpty = _isEmpty;
        Read();
        if (_isReady)
            _ = ScriptCalls.QuietlyAsync(AppendAsync);
        return wasEmpty != _isEmpty || !before.SequenceEqual(Enumerable.Range(0, Lines.Count).Select(Last));
    }

    protected override async Task OnInteractiveAsync()
    {
        await CreateAsync();
        _isReady = true;
    }

    protected override async ValueTask OnDisposeAsync()
    {
        Preferences.Changed -= OnPreferences;
        if (_isReady)
            await Scripts.CallChartAsync("remove", _id);
    }

    private void Read()
    {
        _series = [.. Lines.Select(line => line.Read())];
        _isEmpty = _series.All(s => s.Times.Length < 2);
    }

    private double Last(int line) => line < _series.Count && _series[line].Values is [.., var last] ? last : double.NaN;

    private async Task CreateAsync()
    {
        var data = ChartData.Join(_series);
        _sentTo = data.Times is [.., var last] ? last : double.NegativeInfinity;
        await Scripts.CallChartAsync("create", _id, _plot, new { type = Type.ToString(), isSmall = IsSmall, zone = Preferences.ZoneName, titles = Lines.Select(l => l.Title) }, data.Times, data.Lines);
    }

    private async Task AppendAsync()
    {
        var data = ChartData.Join(_series, _sentTo);
        if (data.Times.Length == 0)
            return;
        _sentTo = data.Times[^1];
        await Scripts.CallChartAsync("append", _id, data.Times, data.Lines);
    }

    private void OnPreferences() => _ = InvokeAsync(() => _isReady ? ScriptCalls.QuietlyAsync(CreateAsync) : Task.CompletedTask);
}
