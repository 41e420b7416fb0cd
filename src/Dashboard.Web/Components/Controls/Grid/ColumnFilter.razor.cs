using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls.Grid;

public sealed partial class ColumnFilter
{
    private const int MostValues = 30;

    private readonly HashSet<string> _chosen = [];
    private IReadOnlyList<(string Value, int Count)> _values = [];
    private string _typed = "";

    [Parameter, EditorRequired]
    public ColumnDefinition Column { get; set; } = default!;

    [Parameter, EditorRequired]
    public SectionTable Table { get; set; } = default!;

    /// <summary>The filter in force.</summary>
    [Parameter]
    public string Filter { get; set; } = "";

    /// <summary>The new condition on the column; null takes it out.</summary>
    [Parameter]
    public EventCallback<string?> OnApply { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private PageScripts Scripts { get; set; } = default!;

    private string Hint => Column.Type switch
    {
        ColumnType.Text or ColumnType.Enumeration => "contains; =exactly; !without; orders.*",
        ColumnType.Bytes => ">10MiB, <1GiB, 1kB..5MB",
        ColumnType.Duration => ">5m, <1h30m",
        ColumnType.Percent => ">80%",
        ColumnType.Rate => ">100, 0..5",
        ColumnType.Timestamp => ">2026-11-21",
        _ => ">10k, =0, 5..10",
    };

    protected override void OnInitialized()
    {
        _chosen.UnionWith(FilterText.ValuesOf(Filter, Column.Id));
        if (Column.Type == ColumnType.Flag)
            _values = [("true", Count(row => row != 0)), ("false", Count(row => row == 0))];
        else if (Column.Type == ColumnType.Enumeration)
            _values = Distinct();
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender && _values.Count == 0
        ? ScriptCalls.QuietlyAsync(() => Scripts.FocusAsync("[data-column-filter]").AsTask())
        : Task.CompletedTask;

    private Task ApplyAsync() => OnApply.InvokeAsync(FilterText.FromShorthand(Column, _typed));

    private Task ToggleAsync(string value)
    {
        if (Column.Type == ColumnType.Flag)
        {
            var isOn = _chosen.Contains(value);
            _chosen.Clear();
            if (!isOn)
                _chosen.Add(value);
            return OnApply.InvokeAsync(isOn ? null : $"{Column.Id} = {value}");
        }

        if (!_chosen.Remove(value))
            _chosen.Add(value);
        return OnApply.InvokeAsync(FilterText.FromValues(Column.Id, _chosen));
    }

    private int Count(Func<double, bool> matches)
    {
        var data = Table[Column.Id];
        var count = 0;
        for (var row = 0; row < Table.RowCount; row++)
        {
            if (data.HasValue(row) && matches(data.NumberAt(row)))
                count++;
        }

        return count;
    }

    private List<(string Value, int Count)> Distinct()
    {
        var data = Table[Column.Id];
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < Table.RowCount; row++)
        {
            if (data.TextAt(row) is { } value)
                counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        return [.. counts.OrderByDescending(c => c.Value).Take(MostValues).Select(c => (c.Key, c.Value))];
    }
}
