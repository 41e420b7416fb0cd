using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>The overview of one connection: what needs attention, all its figures and their last hour, its lists.</summary>
public sealed partial class ConnectionPage
{
    private ConnectionSnapshot? _snapshot;

    [Inject]
    private IDefinitionExchange Definitions { get; set; } = default!;

    [Parameter]
    public string Id { get; set; } = "";

    protected override ConnectionId? FollowedConnection => new ConnectionId(Id);

    protected override void OnParametersSet() => _snapshot = Snapshots.Find(new ConnectionId(Id));

    protected override bool OnSnapshotChanged()
    {
        _snapshot = Snapshots.Find(new ConnectionId(Id));
        return true;
    }
}
