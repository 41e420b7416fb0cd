using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls.Grid;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Views;

/// <summary>The menu of saved views over a list. The list says what it shows, and takes what is chosen here.</summary>
public sealed partial class ViewsMenu
{
    private ViewDialogs? _dialogs;
    private IReadOnlyList<SavedView> _views = [];
    private string? _defaultId;

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = default!;

    [Parameter, EditorRequired]
    public BrokerKind Kind { get; set; }

    [Parameter, EditorRequired]
    public SectionDefinition Section { get; set; } = default!;

    /// <summary>Address of the list, without parameters.</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    /// <summary>The view that was chosen; null for none.</summary>
    [Parameter]
    public SavedView? Chosen { get; set; }

    /// <summary>The list as it stands.</summary>
    [Parameter, EditorRequired]
    public ViewContent Content { get; set; } = default!;

    /// <summary>A view to be shown as it is saved; null for the plain list.</summary>
    [Parameter]
    public EventCallback<SavedView?> OnChosen { get; set; }

    [Inject]
    private ISavedViews Views { get; set; } = default!;

    [Inject]
    private ViewActions Actions { get; set; } = default!;

    private bool IsChanged => Chosen is not null && Chosen.Content != Content;

    private bool MayChange => Chosen is not null && Views.MayChange(Actor, Chosen);

    private string? WhyNot => MayChange ? null : "Its owner and admins may change it. Save your own with Save as…";

    private string Label => Chosen is null ? "Saved views" : $"Saved views: {Chosen.Name}{(IsChanged ? ", changed" : "")}";

    private string PlainHref => _defaultId is null ? Path : $"{Path}?view={GridState.NoView}";

    private IEnumerable<(string Title, IReadOnlyList<SavedView> Views)> Groups
    {
        get
        {
            var own = _views.Where(view => view.IsOwnedBy(Actor.Name)).ToList();
            var shared = _views.Where(view => !view.IsOwnedBy(Actor.Name)).ToList();
            if (own.Count > 0)
                yield return ("Yours", own);
            if (shared.Count > 0)
                yield return ("Shared by others", shared);
        }
    }

    protected override void OnParametersSet()
    {
        _views = [.. Views.All(Actor).Where(view => view.IsOf(Kind, Section.Id))];
        _defaultId = Views.DefaultOf(Actor, Kind, Section.Id)?.Id;
    }

    private string? OwnerWords(SavedView view) => view.IsOwnedBy(Actor.Name) ? view.IsShared ? "shared" : null : view.Owner;

    private void SaveAs() => _dialogs!.Save(new ViewDraft("", false, Kind, Section.Id, Content));

    private Task AfterDeletingAsync(SavedView view) => view.Id == Chosen?.Id ? OnChosen.InvokeAsync(null) : Task.CompletedTask;
}
