using Dashboard.Core.Diagnosis;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Pages.Attention;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>The overview of one connection: what needs attention, all its figures and their last hour, its lists.</summary>
public sealed partial class ConnectionPage
{
    private ConnectionSnapshot? _snapshot;
    private IReadOnlyList<Finding> _findings = [];
    private int _toShow;

    [Inject]
    private IFindings Findings { get; set; } = default!;

    [Inject]
    private IDefinitionExchange Definitions { get; set; } = default!;

    [Parameter]
    public string Id { get; set; } = "";

    protected override ConnectionId? FollowedConnection => new ConnectionId(Id);

    protected override void OnParametersSet() => Read();

    protected override bool OnSnapshotChanged()
    {
        Read();
        return true;
    }

    private void Read()
    {
        var id = new ConnectionId(Id);
        _snapshot = Snapshots.Find(id);
        var findings = Findings.Of(id)?.Findings ?? [];
        (_findings, _toShow) = ([.. findings.Take(FindingList.Most)], findings.Count);
    }
}
