using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Controls.Details;
using Dashboard.Web.Components.Controls.Grid;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

public sealed partial class RowDrawer
{
    private SectionSnapshot? _section;
    private int _row = -1;
    private string _name = "";
    private RowVerdict? _verdict;
    private DestinationRef? _destination;
    private IReadOnlyList<(RelationDefinition Relation, int Count)> _relations = [];
    private DateTimeOffset? _goneAt;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public string SectionId { get; set; } = "";

    [Parameter, EditorRequired]
    public RowKey RowKey { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    private string GoneTitle => _goneAt is { } at ? $"{_name} was deleted at {Preferences.TimeOfDay(at)}" : $"There is no {_section?.Definition.Singular ?? "row"} {_name}";

    private string GoneText => _goneAt is null ? "It was deleted, or the link is for another broker." : "It was there a moment ago; the broker does not list it any more.";

    protected override void OnParametersSet() => Read();

    protected override bool OnSnapshotChanged()
    {
        var before = _section;
        var notices = _verdict;
        Read();
        return before != _section || notices != _verdict;
    }

    private void Read()
    {
        var snapshot = Snapshots.Find(Connection);
        var wasThere = _row >= 0;
        _section = snapshot?.Section(SectionId);
        _name = Names.OfKey(_section?.Definition, RowKey);
        _row = _section?.Table?.RowOf(RowKey) ?? -1;
        if (_row < 0)
        {
            if (wasThere)
                _goneAt = _section?.Table?.ReadAt;
            return;
        }

        var table = _section!.Table!;
        _name = Names.Shown(table[_section.Definition.NameColumn].TextAt(_row));
        _verdict = RowVerdict.Of(_section, _row, Findings.Of(Connection));
        var destination = table.DestinationAt(Connection, _row);
        if (destination != _destination)
            _destination = destination;
        _relations = [.. _section.Definition.Relations.Select(r => (r, CountOf(snapshot!, r, table)))];
    }

    private int CountOf(ConnectionSnapshot snapshot, RelationDefinition relation, SectionTable table) =>
        snapshot.Section(relation.SectionId)?.Table is { } related ? RowMatch.Count(related, RowMatch.Of(relation, table, _row)) : 0;
}
