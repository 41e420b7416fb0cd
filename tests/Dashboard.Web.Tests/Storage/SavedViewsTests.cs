using Dashboard.Core.Access;
using Dashboard.Core.Model;
using Dashboard.Core.Views;
using Dashboard.Web.Storage;
using Dashboard.Web.Storage.Views;
using Dashboard.Web.Tests.Components.Fakes;

namespace Dashboard.Web.Tests.Storage;

/// <summary>Saved views on a real database: who may do what, what is audited, and what is there after a restart.</summary>
public sealed class SavedViewsTests : IAsyncDisposable
{
    private static readonly BrokerKind Rabbit = new("rabbitmq");
    private static readonly Actor Olga = new("olga", Role.Operator);
    private static readonly Actor Vera = new("vera", Role.Viewer);
    private static readonly Actor Otto = new("otto", Role.Operator);
    private static readonly Actor Ada = new("ada", Role.Admin);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeAudit _audit = new();
    private readonly FakeAccess _gate = new();
    private readonly SqliteDatabase _database;
    private readonly SavedViews _views;

    public SavedViewsTests()
    {
        _database = new SqliteDatabase(new DataFolder(_folder.Path), [SqliteViewStore.First], TimeProvider.System);
        _views = Open();
    }

    public async ValueTask DisposeAsync()
    {
        _views.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Save_AfterARestart_EverythingIsThere()
    {
        var content = new ViewContent("ord", "ready > 10", "-ready", "ready,state", "name:300,ready:90");
        var view = await SaveAsync(Olga, "  Piled up ", isShared: true, content);
        await _views.SetDefaultAsync(Vera, Rabbit, "queues", view.Id, CancellationToken.None);

        using var again = Open();
        await again.LoadAsync(CancellationToken.None);

        var found = again.Find(Vera, view.Id).ShouldNotBeNull();
        found.Name.ShouldBe("Piled up");
        found.Content.ShouldBe(content);
        found.ShouldBe(view with { ChangedAt = found.ChangedAt });
        again.DefaultOf(Vera, Rabbit, "queues")!.Id.ShouldBe(view.Id);
        again.DefaultOf(Olga, Rabbit, "queues").ShouldBeNull();
    }

    [Fact]
    public async Task OwnView_IsSeenByItsOwnerAloneAndNotAudited()
    {
        var view = await SaveAsync(Vera, "Mine");
        await _views.UpdateAsync(Vera, view.Id, new ViewContent("x"), CancellationToken.None);

        _views.All(Vera).Select(v => v.Name).ShouldBe(["Mine"]);
        _views.All(Ada).ShouldBeEmpty();
        _views.Find(Ada, view.Id).ShouldBeNull();
        await Should.ThrowAsync<ViewRefusedException>(() => _views.DeleteAsync(Ada, view.Id, CancellationToken.None));
        _audit.Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Share_ByAViewer_IsDeniedAndNothingIsShared()
    {
        await Should.ThrowAsync<AccessDeniedException>(() => SaveAsync(Vera, "For all", isShared: true));
        var own = await SaveAsync(Vera, "Mine");
        await Should.ThrowAsync<AccessDeniedException>(() => _views.ShareAsync(Vera, own.Id, true, CancellationToken.None));

        _views.All(Ada).ShouldBeEmpty();
        _views.All(Vera).ShouldHaveSingleItem().IsShared.ShouldBeFalse();
        _views.MayShare(Vera).ShouldBeFalse();
    }

    [Fact]
    public async Task SharedView_MayBeChangedByItsOwnerAndAdminsOnlyAndEachChangeIsAudited()
    {
        var view = await SaveAsync(Olga, "Piled up", isShared: true);

        await Should.ThrowAsync<AccessDeniedException>(() => _views.RenameAsync(Otto, view.Id, "Mine now", CancellationToken.None));
        await Should.ThrowAsync<AccessDeniedException>(() => _views.DeleteAsync(Vera, view.Id, CancellationToken.None));
        _views.MayChange(Otto, view).ShouldBeFalse();
        await _views.RenameAsync(Olga, view.Id, "Piled high", CancellationToken.None);
        await _views.UpdateAsync(Ada, view.Id, new ViewContent(Filter: "ready > 99"), CancellationToken.None);
        await _views.ShareAsync(Olga, view.Id, false, CancellationToken.None);
        await _views.ShareAsync(Olga, view.Id, true, CancellationToken.None);
        await _views.DeleteAsync(Ada, view.Id, CancellationToken.None);

        _audit.Records.Select(r => $"{r.Entry.Actor} {r.Entry.Action}").ShouldBe(
            ["olga view.share", "olga view.rename", "ada view.update", "olga view.unshare", "olga view.share", "ada view.delete"]);
        _audit.Records[^1].Entry.Target.ShouldBe("view 'Piled high' of queues (rabbitmq)");
        _audit.Records[^1].Entry.Detail.ShouldBe("made by olga");
        _views.All(Olga).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("piled UP")]
    public async Task Save_NameThatWillNotDo_IsRefused(string name)
    {
        await SaveAsync(Olga, "Piled up");

        await Should.ThrowAsync<ViewRefusedException>(() => SaveAsync(Olga, name));

        _views.All(Olga).Count.ShouldBe(1);
        (await SaveAsync(Otto, "Piled up")).Owner.ShouldBe("otto");
    }

    [Fact]
    public async Task Delete_ViewThatIsADefault_LeavesThePlainList()
    {
        var view = await SaveAsync(Olga, "Piled up", isShared: true);
        await _views.SetDefaultAsync(Vera, Rabbit, "queues", view.Id, CancellationToken.None);

        await _views.ShareAsync(Olga, view.Id, false, CancellationToken.None);
        _views.DefaultOf(Vera, Rabbit, "queues").ShouldBeNull();
        await _views.DeleteAsync(Olga, view.Id, CancellationToken.None);

        using var again = Open();
        await again.LoadAsync(CancellationToken.None);
        again.All(Olga).ShouldBeEmpty();
        again.DefaultOf(Vera, Rabbit, "queues").ShouldBeNull();
    }

    [Fact]
    public async Task SetDefault_ViewOfAnotherList_IsRefused()
    {
        var view = await SaveAsync(Olga, "Piled up");

        await Should.ThrowAsync<ViewRefusedException>(() => _views.SetDefaultAsync(Olga, Rabbit, "exchanges", view.Id, CancellationToken.None));
    }

    private Task<SavedView> SaveAsync(Actor actor, string name, bool isShared = false, ViewContent? content = null) =>
        _views.SaveAsync(actor, new ViewDraft(name, isShared, Rabbit, "queues", content ?? new ViewContent()), CancellationToken.None);

    private SavedViews Open() => new(new SqliteViewStore(_database), _gate, _audit, TimeProvider.System);
}
