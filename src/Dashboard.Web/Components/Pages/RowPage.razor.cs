using Dashboard.Core.Diagnosis;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Components.Controls.Details;
using Dashboard.Web.Components.Controls.Grid;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>One row of a list as a page of its own: verdict, actions, fields and history, what belongs to it, its messages.</summary>
public sealed partial class RowPage
{
    private const string OverviewTab = "overview";
    private const string MessagesTab = "messages";
    private const string HoldersTab = "unacked";
    private const string SettingsTab = "settings";

    private ConnectionId _connection;
    private RowKey _key;
    private SectionSnapshot? _section;
    private int _row = -1;
    private string _name = "";
    private string? _scope;
    private string _tab = OverviewTab;
    private RowVerdict? _verdict;
    private DestinationRef? _destination;
    private RelationDefinition? _relation;
    private IReadOnlyList<RowMatch> _matches = [];
    private IReadOnlyList<TabLink> _tabs = [];
    private IReadOnlyList<StripPart> _strips = [];
    private DateTimeOffset? _goneAt;
    private string? _lastFigures;

    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string SectionId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "key")]
    public string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    protected override ConnectionId? FollowedConnection => new(Id);

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private IObjectEditing Editing { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    private string GoneTitle => _goneAt is { } at
        ? $"{_name} was deleted at {Preferences.TimeOfDay(at)}{(_lastFigures is null ? "" : $"; it had {_lastFigures}")}"
        : $"There is no {_section?.Definition.Singular} {_name}";

    private string GoneText => _goneAt is null
        ? "It was deleted, or the link is for another broker."
        : "The broker does not list it any more. What its jobs did stands under Operations.";

    protected override void OnParametersSet()
    {
        // On the way to another page the query goes first: what is shown stays until the page goes.
        if (!PageAddress.Of(Navigation).IsRowPage)
            return;
        var key = RowKey.Parse(Key ?? "");
        if (key != _key || _connection.Value != Id)
        {
            _row = -1;
            _goneAt = null;
            _lastFigures = null;
        }

        _connection = new ConnectionId(Id);
        _key = key;
        _tab = Tab ?? OverviewTab;
        Read();
    }

    protected override bool OnSnapshotChanged()
    {
        var (section, verdict, tabs) = (_section, _verdict, _tabs);
        Read();
        return section != _section || verdict != _verdict || !tabs.SequenceEqual(_tabs);
    }

    private void Read()
    {
        var snapshot = Snapshots.Find(_connection);
        var before = _section;
        var wasThere = _row >= 0;
        _section = snapshot?.Section(SectionId);
        if (_section is null)
            return;
        var definition = _section.Definition;
        _name = Names.OfKey(definition, _key);
        _scope = definition.ScopeColumn == definition.NameColumn ? null : Names.PartOf(definition, _key, definition.ScopeColumn);
        _row = _section.Table?.RowOf(_key) ?? -1;
        if (_row < 0)
        {
            if (wasThere)
            {
                _goneAt = _section.Table?.ReadAt;
                _lastFigures = before?.Table is { } last ? FiguresOf(last, last.RowOf(_key)) : null;
            }

            return;
        }

        _goneAt = null;
        var table = _section.Table!;
        _name = Names.Shown(table[definition.NameColumn].TextAt(_row));
        _verdict = RowVerdict.Of(_section, _row, Findings.Of(_connection));
        var destination = table.DestinationAt(_connection, _row);
        if (destination != _destination)
            _destination = destination;
        _relation = definition.Relations.FirstOrDefault(r => r.Id == _tab);
        // The same list object tells the grid that it is still about the same thing.
        var matches = _relation is null ? [] : RowMatch.Of(_relation, table, _row);
        if (!matches.SequenceEqual(_matches))
            _matches = matches;
        _strips = [.. definition.Relations.Where(r => r.Strip is not null).Select(r => StripPart.Of(r, snapshot!, table, _row)).OfType<StripPart>()];
        var tabs = TabsOf(snapshot!, table);
        if (!tabs.SequenceEqual(_tabs))
            _tabs = tabs;
    }

    private List<TabLink> TabsOf(ConnectionSnapshot snapshot, SectionTable table)
    {
        var tabs = new List<TabLink> { new(OverviewTab, "Overview", Links.Row(_connection, SectionId, _key)) };
        foreach (var relation in table.Definition.Relations)
        {
            long? count = snapshot.Section(relation.SectionId)?.Table is { } related ? RowMatch.Count(related, RowMatch.Of(relation, table, _row)) : null;
            tabs.Add(new(relation.Id, relation.Title, Links.Row(_connection, SectionId, _key, relation.Id), count));
        }

        if (table.Definition.Holders is { } holders)
        {
            var held = table[holders.CountColumn];
            tabs.Add(new(HoldersTab, holders.Title, Links.Row(_connection, SectionId, _key, HoldersTab), held.HasValue(_row) ? (long)held.NumberAt(_row) : null));
        }

        if (Editing.Explains(_connection, SectionId))
            tabs.Add(new(SettingsTab, "Settings in force", Links.Row(_connection, SectionId, _key, SettingsTab)));
        if (_destination is not null)
            tabs.Add(new(MessagesTab, "Messages", Links.Row(_connection, SectionId, _key, MessagesTab)));
        return tabs;
    }

    private static string? FiguresOf(SectionTable table, int row)
    {
        if (row < 0)
            return null;
        var total = table.Definition.Columns.FirstOrDefault(c => c.IsTotalled && c.Type == ColumnType.Integer && table[c.Id].HasValue(row));
        return total is null ? null : $"{Figures.Count(table[total.Id].NumberAt(row))} {total.Title.ToLowerInvariant()}";
    }
}
