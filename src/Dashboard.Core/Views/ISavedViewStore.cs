using Dashboard.Core.Model;

namespace Dashboard.Core.Views;

/// <summary>Keeps views and defaults. What a call has changed is on the disk when its task completes.</summary>
public interface ISavedViewStore
{
    Task<(IReadOnlyList<SavedView> Views, IReadOnlyList<ViewDefault> Defaults)> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds the view, or replaces the one of the same id.</summary>
    Task PutAsync(SavedView view, CancellationToken cancellationToken);

    /// <summary>Removes the view, and with it every default that names it.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>With which view the list opens for the account; null for none.</summary>
    Task SetDefaultAsync(string account, BrokerKind kind, string sectionId, string? viewId, CancellationToken cancellationToken);
}
