using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>The rows with most messages, of one connection or of all.</summary>
public sealed partial class TopRows
{
    private const int Most = 8;

    private IReadOnlyList<TopList> _lists = [];

    /// <summary>The connection; null for all.</summary>
    [Parameter]
    public ConnectionId? Connection { get; set; }

    [Inject]
    private IHistory History { get; set; } = default!;

    protected override ConnectionId? FollowedConnection => Connection;

    private bool IsOfSeveral => Connection is null && Snapshots.All.Count > 1;

    protected override void OnParametersSet() => Read();

    protected override bool OnSnapshotChanged()
    {
        Read();
        return true;
    }

    private void Read()
    {
        IReadOnlyList<ConnectionSnapshot> connections = Connection is not { } id ? Snapshots.All : Snapshots.Find(id) is { } one ? [one] : [];
        _lists = TopList.Of(connections, Most);
    }
}
