using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Editing.Definitions;

/// <summary>Plan and confirmation of what was chosen in a comparison.</summary>
public sealed partial class ImportDialog
{
    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<ObjectChange> Changes { get; set; } = [];

    protected override OperationIntent? Intent
        => Changes.Count == 0 ? null : new OperationIntent { Kind = OperationKind.Import, Connection = Connection, Changes = Changes };

    protected override void Start()
    {
    }
}
