using Dashboard.Core.Model;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>One list of one connection, with a drawer for one row of it.</summary>
public sealed partial class SectionPage
{
    private Core.Model.ConnectionInfo? _connection;
    private string _title = "";
    private RowKey? _rowKey;

    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string SectionId { get; set; } = "";

    /// <summary>The row in the drawer.</summary>
    [SupplyParameterFromQuery(Name = "row")]
    public string? Row { get; set; }

    // The grid and the drawer follow snapshots themselves.
    protected override bool FollowsSnapshots => false;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnParametersSet()
    {
        var snapshot = Snapshots.Find(new ConnectionId(Id));
        _connection = snapshot?.Connection;
        _title = snapshot?.Section(SectionId)?.Definition.Title ?? SectionId;
        _rowKey = Row is { Length: > 0 } key ? RowKey.Parse(key) : null;
    }

    private void CloseDrawer() =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("row", (string?)null), new NavigationOptions { ReplaceHistoryEntry = true });
}
