using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages.Home;

/// <summary>One connection on the overview: how it is, its first figures, and how they went in the last hour.</summary>
public sealed partial class ConnectionCard
{
    private const int GroupsShown = 2;

    private ConnectionSnapshot? _snapshot;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    protected override ConnectionId? FollowedConnection => Connection;

    protected override void OnParametersSet() => _snapshot = Snapshots.Find(Connection);

    protected override bool OnSnapshotChanged()
    {
        var before = _snapshot;
        _snapshot = Snapshots.Find(Connection);
        return before?.Version != _snapshot?.Version;
    }

    private static IEnumerable<Figure> Headline(ConnectionSnapshot snapshot) =>
        snapshot.Figures.GroupBy(f => f.Group).Take(GroupsShown).SelectMany(g => g.Take(5));
}
