using Dashboard.Core.Access;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>One list of one connection, with a drawer for one row of it.</summary>
public sealed partial class SectionPage
{
    private Core.Model.ConnectionInfo? _connection;
    private string _title = "";
    private RowKey? _rowKey;
    private bool _hasBulk;

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
    private IObjectEditing Editing { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override void OnParametersSet()
    {
        var snapshot = Snapshots.Find(new ConnectionId(Id));
        _connection = snapshot?.Connection;
        _title = snapshot?.Section(SectionId)?.Definition.Title ?? SectionId;
        _rowKey = Row is { Length: > 0 } key ? RowKey.Parse(key) : null;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_connection is null)
            return;
        try
        {
            _hasBulk = Editing.ActionsOn(await CurrentActor.GetAsync(), _connection.Id, SectionId).Any(offer => offer.Action.IsForMany);
        }
        catch (AccessDeniedException)
        {
            _hasBulk = false;
        }
    }

    private void CloseDrawer() =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("row", (string?)null), new NavigationOptions { ReplaceHistoryEntry = true });
}
