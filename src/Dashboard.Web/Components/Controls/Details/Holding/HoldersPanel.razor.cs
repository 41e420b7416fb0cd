using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls.Grid;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls.Details.Holding;

/// <summary>The holders of one row's unsettled messages, as the section declares them (<see cref="HoldersDefinition"/>).</summary>
public sealed partial class HoldersPanel
{
    private const int MostRows = 200;

    private HoldersDefinition? _holders;
    private SectionTable? _table;
    private SectionTable? _takers;
    private SectionTable? _counters;
    private int _row = -1;
    private IReadOnlyList<HolderRow> _rows = [];
    private string _verdict = "";
    private Tone _tone;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public string SectionId { get; set; } = "";

    [Parameter, EditorRequired]
    public RowKey RowKey { get; set; }

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    protected override void OnParametersSet() => Read();

    protected override bool OnSnapshotChanged()
    {
        var (table, takers, counters) = (_table, _takers, _counters);
        Read();
        return table != _table || takers != _takers || counters != _counters;
    }

    private void Read()
    {
        var snapshot = Snapshots.Find(Connection);
        var section = snapshot?.Section(SectionId);
        _holders = section?.Definition.Holders;
        _table = section?.Table;
        _row = _table?.RowOf(RowKey) ?? -1;
        if (_holders is null || _table is null || _row < 0 || _table.Definition.Relations.FirstOrDefault(r => r.Id == _holders.RelationId) is not { } relation)
            return;
        _takers = snapshot!.Section(relation.SectionId)?.Table;
        if (_takers is null)
            return;
        var counterSection = _takers.Definition.Column(_holders.CounterLink)?.Link?.SectionId;
        _counters = counterSection is null ? null : snapshot.Section(counterSection)?.Table;
        _rows = HolderRow.Of(_holders, _takers, RowMatch.Rows(_takers, RowMatch.Of(relation, _table, _row)), _counters);
        (_tone, _verdict) = Judge();
    }

    private (Tone Tone, string Text) Judge()
    {
        var count = _table![_holders!.CountColumn];
        if (!count.HasValue(_row))
            return (Tone.Unknown, "How many messages are delivered and not acknowledged is not known.");
        var unsettled = count.NumberAt(_row);
        if (unsettled == 0)
            return (Tone.Good, $"No message is delivered and not acknowledged. {Figures.Plural(_rows.Count, "consumer")} attached.");
        var text = $"{Figures.Plural(unsettled, "message")} delivered and not acknowledged.";
        if (_rows.Count == 0)
            return (Tone.Warning, $"{text} No consumer is attached: they were got one by one (basic.get), or their consumer was cancelled while its channel stays open.");
        var full = _rows.Count(row => row.IsFull);
        if (full == _rows.Count)
            return (Tone.Warning, $"{text} Every consumer holds as many as it may: nothing further is delivered until one of them settles some.");
        return (Tone.Neutral, full == 0 ? $"{text} Held by {Figures.Plural(_rows.Count, "consumer")}." : $"{text} {full} of {Figures.Plural(_rows.Count, "consumer")} hold as many as they may.");
    }

    private RenderFragment CellOf(SectionTable table, string columnId, int row) => builder =>
    {
        if (table.Definition.Column(columnId) is not { } column)
            return;
        var cell = new CellWriter(Connection, null, Preferences, Time).Write(table, column, row);
        if (cell.Href is null)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "title", cell.Title);
        }
        else
        {
            builder.OpenElement(2, "a");
            builder.AddAttribute(3, "href", cell.Href);
            builder.AddAttribute(4, "title", cell.Title);
        }

        builder.AddContent(5, cell.Text);
        builder.CloseElement();
    };
}
