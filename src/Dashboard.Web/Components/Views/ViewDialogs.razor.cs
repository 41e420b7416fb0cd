using Dashboard.Core.Access;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Views;

/// <summary>The dialogs about one view. What is refused stands in the dialog, which stays open.</summary>
public sealed partial class ViewDialogs
{
    private readonly string _formId = "v" + Guid.NewGuid().ToString("N")[..8];
    private ViewTask? _task;
    private ViewDraft? _draft;
    private SavedView? _view;
    private string _name = "";
    private bool _isShared;
    private bool _isDefault;
    private string? _refusal;

    private enum ViewTask
    {
        Save,
        Rename,
        Delete,
    }

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = default!;

    /// <summary>A new view was saved.</summary>
    [Parameter]
    public EventCallback<SavedView> OnSaved { get; set; }

    /// <summary>A view was deleted.</summary>
    [Parameter]
    public EventCallback<SavedView> OnDeleted { get; set; }

    [Inject]
    private ISavedViews Views { get; set; } = default!;

    [Inject]
    private Toasts Toasts { get; set; } = default!;

    private string Title => _task switch
    {
        ViewTask.Rename => $"Rename {_view!.Name}",
        ViewTask.Delete => $"Delete {_view!.Name}",
        _ => "Save view",
    };

    public void Save(ViewDraft draft)
    {
        _draft = draft;
        Open(ViewTask.Save, null, draft.Name);
    }

    public void Rename(SavedView view) => Open(ViewTask.Rename, view, view.Name);

    public void Delete(SavedView view) => Open(ViewTask.Delete, view, view.Name);

    private void Open(ViewTask task, SavedView? view, string name)
    {
        (_task, _view, _name, _isShared, _isDefault, _refusal) = (task, view, name, false, false, null);
        StateHasChanged();
    }

    private void Close(bool isOpen)
    {
        if (!isOpen)
            _task = null;
    }

    private async Task ConfirmAsync()
    {
        try
        {
            await DoAsync();
            _task = null;
        }
        catch (Exception exception) when (ViewWords.Refusal(exception) is not null)
        {
            _refusal = ViewWords.Refusal(exception);
        }
    }

    private async Task DoAsync()
    {
        switch (_task)
        {
            case ViewTask.Save:
                var saved = await Views.SaveAsync(Actor, _draft! with { Name = _name, IsShared = _isShared }, CancellationToken.None);
                if (_isDefault)
                    await Views.SetDefaultAsync(Actor, saved.Kind, saved.SectionId, saved.Id, CancellationToken.None);
                await OnSaved.InvokeAsync(saved);
                break;
            case ViewTask.Rename:
                await Views.RenameAsync(Actor, _view!.Id, _name, CancellationToken.None);
                break;
            case ViewTask.Delete:
                await Views.DeleteAsync(Actor, _view!.Id, CancellationToken.None);
                Toasts.Show(Tone.Neutral, $"The view {_view.Name} is deleted.");
                await OnDeleted.InvokeAsync(_view);
                break;
        }
    }
}
