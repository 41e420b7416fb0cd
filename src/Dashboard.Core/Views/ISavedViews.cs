using Dashboard.Core.Access;
using Dashboard.Core.Model;

namespace Dashboard.Core.Views;

/// <summary>
/// Saved views of lists: one's own, and those that are shared. Reading answers from memory, so that a page is right at its first drawing. Every
/// change is authorised here; changes of what is shared are audited before they are made.
/// </summary>
public interface ISavedViews
{
    /// <summary>Raised after any change, on any thread.</summary>
    event Action? Changed;

    /// <summary>The views that the actor sees: its own first, then the shared ones, by name. Empty for a disabled account.</summary>
    IReadOnlyList<SavedView> All(Actor actor);

    /// <summary>The view, if the actor sees it; null where it is gone or somebody's own.</summary>
    SavedView? Find(Actor actor, string id);

    /// <summary>The view with which the list opens for the actor; null for none.</summary>
    SavedView? DefaultOf(Actor actor, BrokerKind kind, string sectionId);

    bool MayShare(Actor actor);

    bool MayChange(Actor actor, SavedView view);

    /// <summary>Saves a new view of the actor's.</summary>
    /// <exception cref="ViewRefusedException">The name will not do, is taken, or there are too many.</exception>
    /// <exception cref="AccessDeniedException">It is to be shared, and the actor may not.</exception>
    Task<SavedView> SaveAsync(Actor actor, ViewDraft draft, CancellationToken cancellationToken);

    /// <summary>Has the view show something else.</summary>
    /// <inheritdoc cref="SaveAsync" path="/exception"/>
    Task<SavedView> UpdateAsync(Actor actor, string id, ViewContent content, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync" path="/exception"/>
    Task<SavedView> RenameAsync(Actor actor, string id, string name, CancellationToken cancellationToken);

    /// <summary>Shows the view to everybody, or to its owner alone.</summary>
    /// <inheritdoc cref="SaveAsync" path="/exception"/>
    Task<SavedView> ShareAsync(Actor actor, string id, bool isShared, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync" path="/exception"/>
    Task DeleteAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>Has the list open with the view for this actor alone; null for the plain list.</summary>
    /// <inheritdoc cref="SaveAsync" path="/exception"/>
    Task SetDefaultAsync(Actor actor, BrokerKind kind, string sectionId, string? viewId, CancellationToken cancellationToken);
}
