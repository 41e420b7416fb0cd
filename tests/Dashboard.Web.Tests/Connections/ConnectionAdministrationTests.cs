using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Connections;
using Dashboard.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Connections;

/// <summary>On the whole application; the addresses lead to a port of this machine where nothing listens.</summary>
public sealed class ConnectionAdministrationTests : IAsyncDisposable
{
    private const string Secret = "s3cret-never-shown";

    private readonly TestDashboard _dashboard = new TestDashboard(
        ("Dashboard:Connections:0:Id", "filed"),
        ("Dashboard:Connections:0:Kind", "rabbitmq"),
        ("Dashboard:Connections:0:RabbitMq:ManagementUrls:0", "http://127.0.0.1:1"),
        ("Dashboard:Connections:0:RabbitMq:Username", "u"),
        ("Dashboard:Connections:0:RabbitMq:Password", "p")).Started();

    private ConnectionAdministration Service => _dashboard.Services.GetRequiredService<ConnectionAdministration>();

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task Add_OpensItAtOnceAndNeverShowsTheSecret()
    {
        var admin = await ActorAsync(Role.Admin);

        await Service.AddAsync(admin, Draft("made"), CancellationToken.None);

        _dashboard.Services.GetRequiredService<IConnectionRegistry>().Find(new ConnectionId("made")).ShouldNotBeNull();
        _dashboard.Services.GetRequiredService<ISnapshotStore>().Find(new ConnectionId("made")).ShouldNotBeNull();
        var listed = await Service.ListAsync(admin, CancellationToken.None);
        listed.Select(c => (c.Info.Id.Value, c.IsFromFile)).ShouldBe([("filed", true), ("made", false)]);
        listed[1].Values.Keys.ShouldNotContain("Password");
        listed[1].StoredSecrets.ShouldBe(["Password"]);
        listed[1].Values["ManagementUrls:0"].ShouldBe("http://127.0.0.1:2");
        var written = await File.ReadAllBytesAsync(Path.Combine(_dashboard.DataFolder, "dashboard.db-wal"));
        System.Text.Encoding.UTF8.GetString(written).ShouldNotContain(Secret);
        var audit = await AuditAsync("connection.add");
        audit.ShouldHaveSingleItem().Entry.Detail!.ShouldContain("http://127.0.0.1:2");
        audit[0].Entry.Detail!.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Change_WithoutTheSecret_KeepsItUnlessTheAddressMoved()
    {
        var admin = await ActorAsync(Role.Admin);
        await Service.AddAsync(admin, Draft("made"), CancellationToken.None);
        var withoutSecret = Draft("made") with { Values = Without(Draft("made").Values, "Password"), Name = "Renamed" };

        await Service.ChangeAsync(admin, withoutSecret, CancellationToken.None);

        _dashboard.Services.GetRequiredService<IConnectionRegistry>().Find(new ConnectionId("made"))!.Info.Name.ShouldBe("Renamed");
        var moved = withoutSecret with { Values = new Dictionary<string, string?>(withoutSecret.Values) { ["ManagementUrls:0"] = "http://127.0.0.1:3" } };
        var refused = await Should.ThrowAsync<ConnectionRefusedException>(() => Service.ChangeAsync(admin, moved, CancellationToken.None));
        refused.Problems.ShouldHaveSingleItem().Key.ShouldBe("Password");
        (await Should.ThrowAsync<ConnectionRefusedException>(() => Service.TestAsync(admin, moved, CancellationToken.None))).Problems.ShouldHaveSingleItem();
        (await Service.ListAsync(admin, CancellationToken.None))[1].Values["ManagementUrls:0"].ShouldBe("http://127.0.0.1:2");
    }

    [Fact]
    public async Task Remove_ClosesItAndForgetsIt()
    {
        var admin = await ActorAsync(Role.Admin);
        await Service.AddAsync(admin, Draft("made"), CancellationToken.None);

        await Service.RemoveAsync(admin, "made", CancellationToken.None);

        _dashboard.Services.GetRequiredService<IConnectionRegistry>().Find(new ConnectionId("made")).ShouldBeNull();
        _dashboard.Services.GetRequiredService<ISnapshotStore>().Find(new ConnectionId("made")).ShouldBeNull();
        (await Service.ListAsync(admin, CancellationToken.None)).Count.ShouldBe(1);
        await Should.ThrowAsync<ConnectionRefusedException>(() => Service.RemoveAsync(admin, "filed", CancellationToken.None));
    }

    [Fact]
    public async Task Add_WithMistakes_TellsAllOfThemAndSavesNothing()
    {
        var admin = await ActorAsync(Role.Admin);
        var wrong = Draft("Bad Id") with { Values = new Dictionary<string, string?> { ["ManagementUrls:0"] = "rabbit", ["Nonsense"] = "x" } };

        var refused = await Should.ThrowAsync<ConnectionRefusedException>(() => Service.AddAsync(admin, wrong, CancellationToken.None));

        refused.Problems.Select(p => p.Key).Order().ShouldBe(["Id", "ManagementUrls:0", "Nonsense", "Password", "Username"]);
        await Should.ThrowAsync<ConnectionRefusedException>(() => Service.AddAsync(admin, Draft("filed"), CancellationToken.None));
        (await Service.ListAsync(admin, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Test_DeadAddress_SaysSoForEachAndSavesNothing()
    {
        var admin = await ActorAsync(Role.Admin);

        var steps = await Service.TestAsync(admin, Draft("made"), CancellationToken.None);

        steps.Count.ShouldBe(2);
        steps.ShouldAllBe(step => step.Tone == Tone.Bad && step.Words.Length > 10 && !step.Words.Contains(Secret));
        (await Service.ListAsync(admin, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task EveryAct_WithoutTheRight_IsDeniedAndAudited(Role role)
    {
        var actor = await ActorAsync(role);

        await Should.ThrowAsync<AccessDeniedException>(() => Service.ListAsync(actor, CancellationToken.None));
        await Should.ThrowAsync<AccessDeniedException>(() => Service.TestAsync(actor, Draft("made"), CancellationToken.None));
        await Should.ThrowAsync<AccessDeniedException>(() => Service.AddAsync(actor, Draft("made"), CancellationToken.None));
        await Should.ThrowAsync<AccessDeniedException>(() => Service.ChangeAsync(actor, Draft("made"), CancellationToken.None));
        await Should.ThrowAsync<AccessDeniedException>(() => Service.RemoveAsync(actor, "made", CancellationToken.None));

        (await AuditAsync("access.denied")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Restart_OpensStoredConnections_AndSaysWhichCannotBeDecrypted()
    {
        using var folder = new Storage.TemporaryFolder();
        var settings = ("Dashboard:DataFolder", folder.Path);
        await using (var first = new TestDashboard(settings).Started())
            await first.Services.GetRequiredService<ConnectionAdministration>().AddAsync(await ActorAsync(Role.Admin, first, "root"), Draft("made"), CancellationToken.None);

        await using (var second = new TestDashboard(settings).Started())
            second.Services.GetRequiredService<ISnapshotStore>().Find(new ConnectionId("made")).ShouldNotBeNull();

        Directory.Delete(folder.Combine("keys"), recursive: true);
        await using var third = new TestDashboard(settings).Started();
        third.Services.GetRequiredService<ISnapshotStore>().Find(new ConnectionId("made")).ShouldBeNull();
        var listed = await third.Services.GetRequiredService<ConnectionAdministration>().ListAsync(new Actor("root", Role.Admin), CancellationToken.None);
        listed.ShouldHaveSingleItem().Problem!.ShouldContain("cannot be decrypted");
    }

    private static ConnectionDraft Draft(string id) => new()
    {
        Id = id,
        Name = id,
        Kind = "rabbitmq",
        Environment = "test",
        Values = new Dictionary<string, string?>
        {
            ["ManagementUrls:0"] = "http://127.0.0.1:2",
            ["AmqpEndpoints:0"] = "amqp://127.0.0.1:2",
            ["Username"] = "u",
            ["Password"] = Secret,
        },
    };

    private static Dictionary<string, string?> Without(IReadOnlyDictionary<string, string?> values, string key)
        => values.Where(v => v.Key != key).ToDictionary();

    private Task<Actor> ActorAsync(Role role) => ActorAsync(role, _dashboard, role.ToString());

    private static async Task<Actor> ActorAsync(Role role, TestDashboard dashboard, string name)
    {
        await dashboard.AddAccountAsync(name, role);
        return new Actor(name, role);
    }

    private async Task<IReadOnlyList<AuditRecord>> AuditAsync(string action)
        => (await _dashboard.Services.GetRequiredService<IAuditLog>().SearchAsync(new AuditSearch { Action = action }, CancellationToken.None)).Records;
}
