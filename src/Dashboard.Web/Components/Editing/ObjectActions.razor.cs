using System.Text.Json;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Auth;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Editing;

/// <summary>The buttons of one place: over a list (creations), on a row, or on the selection.</summary>
public sealed partial class ObjectActions
{
    private IReadOnlyList<OfferedAction> _offers = [];
    private IReadOnlyList<RowKey> _keys = [];
    private OfferedAction? _open;

    [Parameter, EditorRequired]
    public ConnectionId Connection { get; set; }

    [Parameter, EditorRequired]
    public string SectionId { get; set; } = "";

    /// <summary>Null over a list; the row or the selected rows elsewhere.</summary>
    [Parameter]
    public IReadOnlyList<RowKey>? Keys { get; set; }

    /// <summary>The rows are a selection: what can be done to many is offered.</summary>
    [Parameter]
    public bool IsSelection { get; set; }

    /// <summary>What a new object begins with.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, JsonElement>? Given { get; set; }

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private IObjectEditing Editing { get; set; } = default!;

    [Inject]
    private ICurrentActor CurrentActor { get; set; } = default!;

    [Inject]
    private ISnapshotStore Snapshots { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            _offers = [.. Editing.ActionsOn(actor, Connection, SectionId).Where(IsOfferedHere)];
        }
        catch (AccessDeniedException)
        {
            _offers = [];
        }
    }

    private bool IsOfferedHere(OfferedAction offer)
    {
        if (Keys is null)
            return offer.Action.Verb == ChangeVerb.Create;
        if (offer.Action.Verb == ChangeVerb.Create || KeysOf(offer.Kind).Count == 0)
            return false;
        // A single destination has a purge with an archive of its own.
        return IsSelection ? offer.Action.IsForMany : offer.Action.Verb != ChangeVerb.Purge;
    }

    /// <summary>Those of the rows that are of this kind, in the order of the list.</summary>
    private List<RowKey> KeysOf(ObjectKind kind)
    {
        if (Snapshots.Find(Connection)?.Section(SectionId)?.Table is not { } table)
            return [];
        return [.. (Keys ?? []).Select(key => (Key: key, Row: table.RowOf(key))).Where(at => at.Row >= 0 && kind.Has(table, at.Row)).OrderBy(at => at.Row).Select(at => at.Key)];
    }

    private string LabelOf(OfferedAction offer)
        => IsSelection
            ? $"{offer.Action.Label}{(offer.Action.Label.Contains(' ', StringComparison.Ordinal) ? ":" : "")} {Figures.Plural(KeysOf(offer.Kind).Count, offer.Kind.Singular)}"
            : offer.Action.Label;

    private string ClassOf(OfferedAction offer)
        => (offer.Action.Verb is ChangeVerb.Create or ChangeVerb.Edit ? "button" : "button danger") + (IsSelection ? " small" : "");

    // What was chosen when the dialog opened stays chosen, whatever the list does meanwhile.
    private void Open(OfferedAction offer)
    {
        if (offer.Availability.IsAvailable)
            (_keys, _open) = (Keys is null ? [] : KeysOf(offer.Kind), offer);
    }

    private void Close(bool isOpen)
    {
        if (!isOpen)
            _open = null;
    }
}
