using System.Collections.Immutable;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Model;

namespace Dashboard.Core.Views;

/// <summary>All views in memory, loaded at start; a change is stored first and seen then.</summary>
public sealed class SavedViews(ISavedViewStore store, IAccessGate gate, IAuditLog audit, TimeProvider time) : ISavedViews, IDisposable
{
    /// <summary>How many views one account can have.</summary>
    public const int MostOfAnAccount = 200;

    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile Shelf _shelf = new([], []);

    public event Action? Changed;

    /// <summary>Reads what is stored; the host calls it before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (views, defaults) = await store.LoadAsync(cancellationToken);
        _shelf = new([.. views], [.. defaults]);
    }

    public void Dispose() => _changing.Dispose();

    public IReadOnlyList<SavedView> All(Actor actor) => !gate.Allows(actor, Permission.ViewSnapshots)
        ? []
        : [.. _shelf.Views.Where(view => Sees(actor, view))
            .OrderByDescending(view => view.IsOwnedBy(actor.Name))
            .ThenBy(view => view.Name, StringComparer.OrdinalIgnoreCase)];

    public SavedView? Find(Actor actor, string id) => gate.Allows(actor, Permission.ViewSnapshots)
        ? _shelf.Views.Find(view => view.Id == id && Sees(actor, view))
        : null;

    public SavedView? DefaultOf(Actor actor, BrokerKind kind, string sectionId)
    {
        var own = _shelf.Defaults.Find(one => IsFor(one, actor.Name, kind, sectionId));
        return own.ViewId is null ? null : Find(actor, own.ViewId);
    }

    public bool MayShare(Actor actor) => gate.Allows(actor, Permission.ShareViews);

    public bool MayChange(Actor actor, SavedView view) => gate.Allows(actor, RightFor(actor, view));

    public Task<SavedView> SaveAsync(Actor actor, ViewDraft draft, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var view = new SavedView(NewId(), actor.Name, draft.Name, draft.IsShared, draft.Kind, draft.SectionId, draft.Content, time.GetUtcNow());
            await gate.DemandAsync(actor, RightFor(actor, view), null, Target(view), cancellationToken);
            if (_shelf.Views.Count(one => one.IsOwnedBy(actor.Name)) >= MostOfAnAccount)
                throw new ViewRefusedException($"An account keeps up to {MostOfAnAccount} views. Delete one first.");
            view = Checked(view);
            if (view.IsShared)
                await AuditAsync(actor, "view.share", view, "saved for everybody", cancellationToken);
            return await PutAsync(view, cancellationToken);
        },
        cancellationToken);

    public Task<SavedView> UpdateAsync(Actor actor, string id, ViewContent content, CancellationToken cancellationToken) =>
        EditAsync(actor, id, "view.update", view => view with { Content = content }, cancellationToken);

    public Task<SavedView> RenameAsync(Actor actor, string id, string name, CancellationToken cancellationToken) =>
        EditAsync(actor, id, "view.rename", view => view with { Name = name }, cancellationToken);

    public Task<SavedView> ShareAsync(Actor actor, string id, bool isShared, CancellationToken cancellationToken) =>
        EditAsync(actor, id, isShared ? "view.share" : "view.unshare", view => view with { IsShared = isShared }, cancellationToken);

    public Task DeleteAsync(Actor actor, string id, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var view = Demanded(actor, id);
            await gate.DemandAsync(actor, RightFor(actor, view), null, Target(view), cancellationToken);
            if (view.IsShared)
                await AuditAsync(actor, "view.delete", view, null, cancellationToken);
            await store.RemoveAsync(id, cancellationToken);
            _shelf = new(_shelf.Views.Remove(view), _shelf.Defaults.RemoveAll(one => one.ViewId == id));
            return view;
        },
        cancellationToken);

    public Task SetDefaultAsync(Actor actor, BrokerKind kind, string sectionId, string? viewId, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            await gate.DemandAsync(actor, Permission.ViewSnapshots, null, $"default view of {sectionId}", cancellationToken);
            if (viewId is not null && !Demanded(actor, viewId).IsOf(kind, sectionId))
                throw new ViewRefusedException("The view is of another list.");
            await store.SetDefaultAsync(actor.Name, kind, sectionId, viewId, cancellationToken);
            var others = _shelf.Defaults.RemoveAll(one => IsFor(one, actor.Name, kind, sectionId));
            _shelf = _shelf with { Defaults = viewId is null ? others : others.Add(new ViewDefault(actor.Name, kind, sectionId, viewId)) };
            return true;
        },
        cancellationToken);

    private static bool IsFor(ViewDefault one, string account, BrokerKind kind, string sectionId) =>
        one.Account.Equals(account, StringComparison.OrdinalIgnoreCase) && one.Kind == kind && one.SectionId == sectionId;

    private static bool Sees(Actor actor, SavedView view) => view.IsShared || view.IsOwnedBy(actor.Name);

    // One's own are free; what others look at needs the right to share, and what others have made needs an admin.
    private static Permission RightFor(Actor actor, SavedView view) => view.IsOwnedBy(actor.Name)
        ? view.IsShared ? Permission.ShareViews : Permission.ViewSnapshots
        : Permission.ManageSharedViews;

    private static string NewId() => Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray(bigEndian: true).AsSpan(0, 10));

    private static string Target(SavedView view) => $"view '{view.Name}' of {view.SectionId} ({view.Kind})";

    private SavedView Demanded(Actor actor, string id) => Find(actor, id)
        ?? throw new ViewRefusedException("There is no such view: it was deleted, or is not shared any more.");

    private Task<SavedView> EditAsync(Actor actor, string id, string action, Func<SavedView, SavedView> change, CancellationToken cancellationToken) => ChangeAsync(
        async () =>
        {
            var before = Demanded(actor, id);
            var after = Checked(change(before) with { ChangedAt = time.GetUtcNow() });
            await gate.DemandAsync(actor, RightFor(actor, before), null, Target(before), cancellationToken);
            await gate.DemandAsync(actor, RightFor(actor, after), null, Target(after), cancellationToken);
            if (before.IsShared || after.IsShared)
                await AuditAsync(actor, action, before, before.Name == after.Name ? null : $"now '{after.Name}'", cancellationToken);
            return await PutAsync(after, cancellationToken);
        },
        cancellationToken);

    private async Task<SavedView> PutAsync(SavedView view, CancellationToken cancellationToken)
    {
        await store.PutAsync(view, cancellationToken);
        _shelf = _shelf with { Views = _shelf.Views.RemoveAll(one => one.Id == view.Id).Add(view) };
        return view;
    }

    private SavedView Checked(SavedView view)
    {
        view = view with { Name = view.Name.Trim() };
        if (view.Name.Length is 0 or > SavedView.MostCharacters || view.Name.Any(char.IsControl))
            throw new ViewRefusedException($"A name has 1 to {SavedView.MostCharacters} characters.");
        if (!view.Content.IsOfSize)
            throw new ViewRefusedException("The search, the filter or the choice of columns is too long to be kept.");
        if (_shelf.Views.Exists(one => one.Id != view.Id && one.IsOwnedBy(view.Owner) && one.IsOf(view.Kind, view.SectionId)
            && one.Name.Equals(view.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ViewRefusedException($"There is a view '{view.Name}' of this list already. Choose another name, or update that one.");
        }

        return view;
    }

    private Task AuditAsync(Actor actor, string action, SavedView view, string? detail, CancellationToken cancellationToken)
    {
        var owner = view.IsOwnedBy(actor.Name) ? null : $"made by {view.Owner}";
        var words = string.Join("; ", new[] { owner, detail }.OfType<string>());
        return audit.AppendAsync(
            new AuditEntry(actor.Name, action, AuditOutcome.Allowed, null, Target(view), words.Length == 0 ? null : words, actor.RemoteAddress), cancellationToken);
    }

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        T result;
        try
        {
            result = await change();
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke();
        return result;
    }

    private sealed record Shelf(ImmutableList<SavedView> Views, ImmutableList<ViewDefault> Defaults);
}
