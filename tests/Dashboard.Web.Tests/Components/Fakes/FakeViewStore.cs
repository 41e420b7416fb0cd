using Dashboard.Core.Model;
using Dashboard.Core.Views;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Views that are forgotten with the test.</summary>
public sealed class FakeViewStore : ISavedViewStore
{
    public List<SavedView> Stored { get; } = [];

    public List<ViewDefault> Defaults { get; } = [];

    public Task<(IReadOnlyList<SavedView> Views, IReadOnlyList<ViewDefault> Defaults)> LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<(IReadOnlyList<SavedView>, IReadOnlyList<ViewDefault>)>(([.. Stored], [.. Defaults]));

    public Task PutAsync(SavedView view, CancellationToken cancellationToken)
    {
        Stored.RemoveAll(one => one.Id == view.Id);
        Stored.Add(view);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        Stored.RemoveAll(one => one.Id == id);
        return Task.CompletedTask;
    }

    public Task SetDefaultAsync(string account, BrokerKind kind, string sectionId, string? viewId, CancellationToken cancellationToken) => Task.CompletedTask;
}
