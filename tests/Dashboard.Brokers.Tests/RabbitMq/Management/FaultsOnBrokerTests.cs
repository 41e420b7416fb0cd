using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.RabbitMq;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>What goes wrong with users and addresses, as the real broker says it.</summary>
public sealed class FaultsOnBrokerTests(RabbitMqVhost vhost) : IClassFixture<RabbitMqVhost>, IAsyncLifetime
{
    private readonly string _user = $"test-{Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        var users = await vhost.Broker.CallAsync(HttpMethod.Get, "users");
        if (users.EnumerateArray().Any(u => u.GetProperty("name").GetString() == _user))
            await vhost.Broker.CallAsync(HttpMethod.Delete, $"users/{_user}");
    }

    [Fact]
    public async Task Read_WrongPassword_IsBadCredentialsWithoutThem()
    {
        await using var harness = new ReaderHarness(vhost.Settings(("Password", "wrong-pass-word")));

        foreach (var source in harness.Reader.Sources)
        {
            var problem = await Should.ThrowAsync<SourceException>(() => harness.ReadAsync(source.Id), source.Id);
            problem.Kind.ShouldBe(SourceProblemKind.BadCredentials);
            problem.Message.ShouldContain("Login failed");
            problem.ToString().ShouldNotContain("wrong-pass-word");
        }
    }

    [Fact]
    public async Task Read_UserWithoutTag_IsDeniedAndNamesTheTag()
    {
        await vhost.Broker.AddUserAsync(_user, "p", tags: "", vhost.Name);
        await using var harness = new ReaderHarness(vhost.Settings(("Username", _user), ("Password", "p")));

        var problem = await Should.ThrowAsync<SourceException>(() => harness.ReadAsync("overview"));

        problem.Kind.ShouldBe(SourceProblemKind.Denied);
        problem.Message.ShouldContain("Not management user");
        problem.Message.ShouldContain("'monitoring'");
    }

    [Fact]
    public async Task Read_UserWithManagementTagOnly_LosesNodesAndLinksAlone()
    {
        await vhost.DeclareQueueAsync("seen by all");
        await vhost.Broker.AddUserAsync(_user, "p", tags: "management", vhost.Name);
        await using var harness = new ReaderHarness(vhost.Settings(("Username", _user), ("Password", "p")));

        var refused = new Dictionary<string, SourceProblemKind>();
        foreach (var source in harness.Reader.Sources)
        {
            try
            {
                await harness.ReadAsync(source.Id);
            }
            catch (SourceException e)
            {
                refused[source.Id] = e.Kind;
            }
        }

        refused.ShouldBe(new Dictionary<string, SourceProblemKind> { ["nodes"] = SourceProblemKind.Denied, ["shovels"] = SourceProblemKind.Denied, ["federation"] = SourceProblemKind.Denied }, ignoreOrder: true);
        (await harness.TableAsync("queues")).RowOf(RowKey.Of(vhost.Name, "seen by all")).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Read_UserWithoutRightsOnTheVhost_IsDeniedWithTheBrokersWords()
    {
        await vhost.Broker.AddUserAsync(_user, "p", tags: "monitoring", virtualHost: null);
        await using var harness = new ReaderHarness(vhost.Settings(("Username", _user), ("Password", "p")));

        (await harness.ReadAsync("overview")).Product.ShouldNotBeNull();
        var problem = await Should.ThrowAsync<SourceException>(() => harness.ReadAsync("queues"));

        problem.Kind.ShouldBe(SourceProblemKind.Denied);
        problem.Message.ShouldContain("virtual host");
    }

    [Fact]
    public async Task Read_ConfiguredVhostDoesNotExist_IsANoticeAndNoFailure()
    {
        await using var harness = new ReaderHarness(vhost.Settings(("VirtualHosts:0", "no such/vhost")));

        var reading = await harness.ReadAsync("queues");

        reading.Tables.Single().RowCount.ShouldBe(0);
        reading.Notices.ShouldContain(n => n.Text.Contains("no%20such%2Fvhost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_QueueIsDeleted_LeavesTheNextTable()
    {
        await vhost.DeclareQueueAsync("short-lived");
        await using var harness = new ReaderHarness(vhost.Settings());
        var key = RowKey.Of(vhost.Name, "short-lived");
        await harness.WaitForTableAsync("queues", t => t.RowOf(key) >= 0);

        await vhost.Broker.CallAsync(HttpMethod.Delete, $"queues/{vhost.Escaped}/short-lived");

        (await harness.TableAsync("queues")).RowOf(key).ShouldBe(-1);
    }

    [Fact]
    public async Task Read_FirstAddressIsDead_UsesTheSecond()
    {
        await using var harness = new ReaderHarness(vhost.Settings(("ManagementUrls:0", "http://127.0.0.1:9"), ("ManagementUrls:1", vhost.Broker.ManagementUrl)));

        (await harness.ReadAsync("overview")).Product.ShouldNotBeNull();
    }
}
