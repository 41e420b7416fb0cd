using Dashboard.Core.Access;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Views;

/// <summary>What is done to a view by one press; a note says what was done or why it was not. Scoped.</summary>
public sealed class ViewActions(ISavedViews views, Toasts toasts)
{
    public Task UpdateAsync(Actor actor, SavedView view, ViewContent content) => RunAsync(
        () => views.UpdateAsync(actor, view.Id, content, CancellationToken.None), $"{view.Name} now shows the list as it is here.");

    public Task ShareAsync(Actor actor, SavedView view, bool isShared) => RunAsync(
        () => views.ShareAsync(actor, view.Id, isShared, CancellationToken.None),
        isShared ? $"{view.Name} is shared with everybody who signs in." : $"{view.Name} is {view.Owner}'s alone now.");

    /// <param name="actor">For whom.</param>
    /// <param name="view">The view.</param>
    /// <param name="sectionTitle">Title of its list.</param>
    /// <param name="isDefault">False: the list opens without it again.</param>
    public Task SetDefaultAsync(Actor actor, SavedView view, string sectionTitle, bool isDefault) => RunAsync(
        () => views.SetDefaultAsync(actor, view.Kind, view.SectionId, isDefault ? view.Id : null, CancellationToken.None),
        isDefault ? $"{sectionTitle} opens with {view.Name}, for you." : $"{sectionTitle} opens as the plain list again.");

    private async Task RunAsync(Func<Task> change, string done)
    {
        try
        {
            await change();
            toasts.Show(Tone.Good, done);
        }
        catch (Exception exception) when (ViewWords.Refusal(exception) is not null)
        {
            toasts.Show(Tone.Bad, ViewWords.Refusal(exception)!);
        }
    }
}
