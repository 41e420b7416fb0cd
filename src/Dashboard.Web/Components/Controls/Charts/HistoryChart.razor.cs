using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls.Charts;

/// <summary>
/// The history of one or more figures as live lines: the last hour, or what <see cref="ViewPreferences.ChartRange"/> says. The browser draws; the server sends each point once. Nothing is rendered again while
/// points come in.
/// </summary>
public sealed partial class HistoryChart
{
    /// <summary>What is kept in memory.</summary>
    private static readonly TimeSpan LiveRange = TimeSpan.FromHours(1);

    private readonly string _id = $"chart-{Guid.NewGuid():N}";
    private ElementReference _host;
    private IJSObjectReference? _script;
    private ChartData _sent = new([], []);
    private bool _isEmpty = true;
    private bool _isDrawn;
    private TimeSpan _olderRange = LiveRange;
    private IReadOnlyList<HistorySeries> _older = [];

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Unit of the axis.</summary>
    [Parameter]
    public ColumnType Type { get; set; } = ColumnType.Integer;

    [Parameter, EditorRequired]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    /// <summary>The connection whose changes bring new points.</summary>
    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    /// <summary>Of the plot, in pixels; its size is reserved before the first point.</summary>
    [Parameter]
    public int Height { get; set; } = 130;

    /// <summary>Charts of one group show the same moment under the pointer.</summary>
    [Parameter]
    public string Group { get; set; } = "page";

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    protected override async Task OnInteractiveAsync()
    {
        _script = await Scripts.ImportAsync("./js/charts.js");
        Preferences.Changed += OnPreferencesChanged;
        await SendAsync();
    }

    protected override bool OnSnapshotChanged()
    {
        if (_script is not null)
            _ = ScriptCalls.QuietlyAsync(SendAsync);
        return false;
    }

    protected override async ValueTask OnDisposeAsync()
    {
        Preferences.Changed -= OnPreferencesChanged;
        if (_script is null)
            return;
        await _script.InvokeVoidAsync("destroy", CancellationToken.None, _id);
        await _script.DisposeAsync();
    }

    private void OnPreferencesChanged()
    {
        if (_olderRange != Preferences.ChartRange)
            _ = InvokeAsync(() => ScriptCalls.QuietlyAsync(SendAsync));
    }

    /// <summary>Reads what lies before the last hour, once for each range that is chosen.</summary>
    private async Task ReadOlderAsync()
    {
        if (_olderRange == Preferences.ChartRange)
            return;
        _olderRange = Preferences.ChartRange;
        var from = Time.GetUtcNow() - _olderRange;
        _older = _olderRange > LiveRange ? await Task.WhenAll(Lines.Select(line => line.ReadOlderAsync(from, Disposed))) : [];
        // Drawn anew as a whole; what came in meanwhile was added to the former lines.
        _isDrawn = false;
    }

    private HistorySeries SeriesOf(ChartLine line, int place)
        => place < _older.Count ? line.Read().After(_older[place], IHistoryArchive.GapSeconds) : line.Read();

    private async Task SendAsync()
    {
        await ReadOlderAsync();
        var data = ChartData.Align([.. Lines.Select(SeriesOf)]);
        if (data.Times.Length == 0 || _script is null || Disposed.IsCancellationRequested)
            return;
        if (_isEmpty)
        {
            // The host must be on the page before something is drawn into it.
            _isEmpty = false;
            StateHasChanged();
        }

        if (!_isDrawn)
        {
            _isDrawn = true;
            _sent = data;
            await _script.InvokeVoidAsync("create", Disposed, _id, _host, Setup(), data.Times, data.Values);
            return;
        }

        // The newest slot may still change: only points that a later one has closed are sent.
        var fresh = data.After(_sent.Times.Length == 0 ? 0 : _sent.Times[^1]);
        if (fresh.Times.Length == 0)
            return;
        _sent = data;
        await _script.InvokeVoidAsync("append", Disposed, _id, fresh.Times, fresh.Values, data.Times[0]);
    }

    private object Setup() => new
    {
        type = Type.ToString(),
        lines = Lines.Select(line => line.Title).ToArray(),
        height = Height,
        group = Group,
        utc = Preferences.IsUtc,
    };

    private string Summary() => $"{Title}, last {(_olderRange.TotalHours is 1 ? "hour" : Figures.Plural(_olderRange.TotalHours, "hour"))}: {string.Join(", ", Lines.Select(line => line.Title))}";
}
