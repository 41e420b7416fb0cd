using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Dashboard.Brokers.RabbitMq;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>Failures of the HTTP side, each with the words an operator gets.</summary>
public sealed class ManagementClientTests
{
    private const string Password = "hunter2-secret";

    [Fact]
    public async Task Get_FirstEndpointAnswers502_AsksTheOtherAndStaysThere()
    {
        await using var bad = new FakeManagement(_ => (502, "<html>Bad gateway</html>"));
        await using var good = new FakeManagement(_ => (200, """{"ok":true}"""));
        using var client = Client([bad.Url, good.Url]);

        for (var i = 0; i < 3; i++)
            (await client.GetAsync("overview", CancellationToken.None)).Dispose();

        bad.Requests.ShouldBe(1);
        good.Requests.ShouldBe(3);
        client.CurrentEndpoint.ShouldBe(new Uri(good.Url));
    }

    [Fact]
    public async Task Get_FirstEndpointRefuses_AsksTheOther()
    {
        await using var good = new FakeManagement(_ => (200, "{}"));
        using var client = Client([ClosedPort(), good.Url]);

        using var answer = await client.GetAsync("overview", CancellationToken.None);

        good.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Get_FirstEndpointSilent_AsksTheOtherAfterTheTimeLimit()
    {
        await using var silent = new FakeManagement(_ => null);
        await using var good = new FakeManagement(_ => (200, "{}"));
        using var client = Client([silent.Url, good.Url], TimeSpan.FromSeconds(2));

        using var answer = await client.GetAsync("overview", CancellationToken.None);

        silent.Requests.ShouldBe(1);
        good.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Get_OnlyEndpointSilent_TimesOut()
    {
        await using var silent = new FakeManagement(_ => null);
        using var client = Client([silent.Url], TimeSpan.FromMilliseconds(300));

        var problem = await ProblemAsync(client);

        problem.Kind.ShouldBe(SourceProblemKind.TimedOut);
        problem.Message.ShouldContain("/api/overview");
    }

    [Fact]
    public async Task Get_CallerCancels_IsACancellation()
    {
        await using var silent = new FakeManagement(_ => null);
        using var client = Client([silent.Url]);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetAsync("overview", cancel.Token));
    }

    [Theory]
    [InlineData(401, """{"error":"not_authorized","reason":"Login failed"}""", SourceProblemKind.BadCredentials, "Login failed")]
    [InlineData(401, """{"error":"not_authorised","reason":"Not monitor user"}""", SourceProblemKind.Denied, "Not monitor user")]
    [InlineData(401, """{"error":"not_authorised","reason":"User not authorised to access virtual host"}""", SourceProblemKind.Denied, "virtual host")]
    [InlineData(403, """{"error":"forbidden","reason":"No"}""", SourceProblemKind.Denied, "forbidden: No")]
    [InlineData(404, """{"error":"Object Not Found","reason":"Not Found"}""", SourceProblemKind.NotSupported, "plugin")]
    [InlineData(400, """{"error":"bad_request","reason":"Stats in management UI are disabled on this node"}""", SourceProblemKind.NotSupported, "disabled")]
    [InlineData(400, """{"error":"bad_request","reason":"what?"}""", SourceProblemKind.Unexpected, "what?")]
    [InlineData(503, "<html><script>x</script></html>", SourceProblemKind.Unreachable, "503")]
    [InlineData(500, """{"error":"internal","reason":["not","text"]}""", SourceProblemKind.Unreachable, "internal")]
    [InlineData(301, "", SourceProblemKind.Unexpected, "final address")]
    [InlineData(200, "<html>I am a web shop</html>", SourceProblemKind.Unexpected, "not JSON")]
    [InlineData(200, "{\"cut\":", SourceProblemKind.Unexpected, "not JSON")]
    public async Task Get_BadAnswer_BecomesAProblemWithTheBrokersWords(int status, string body, SourceProblemKind kind, string words)
    {
        await using var server = new FakeManagement(_ => (status, body));
        using var client = Client([server.Url]);

        var problem = await ProblemAsync(client);

        problem.Kind.ShouldBe(kind);
        problem.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Get_ProxyEchoesThePassword_MessageDoesNotHoldIt()
    {
        await using var server = new FakeManagement(_ => (500, $"request was reader:{Password}\r\n\u001b[31m" + new string('x', 5000)));
        using var client = Client([server.Url]);

        var problem = await ProblemAsync(client);

        problem.ToString().ShouldNotContain(Password);
        problem.Message.ShouldNotContain("\u001b");
        problem.Message.Length.ShouldBeLessThan(600);
        server.LastHead.ShouldContain("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"reader:{Password}")), Case.Sensitive, "the test would prove nothing had it not been sent");
    }

    [Fact]
    public async Task Get_UnknownHost_SaysSo()
    {
        using var client = Client(["http://no-such-host.invalid:15672"]);

        var problem = await ProblemAsync(client);

        problem.Kind.ShouldBe(SourceProblemKind.Unreachable);
        problem.Message.ShouldContain("no-such-host.invalid");
        problem.Message.ShouldContain("DNS");
    }

    [Fact]
    public async Task Get_NothingListens_SaysRefused()
    {
        using var client = Client([ClosedPort()]);

        (await ProblemAsync(client)).Message.ShouldContain("refuses connections");
    }

    [Fact]
    public async Task Get_HugeAnswer_IsRefused()
    {
        await using var server = new FakeManagement(_ => (200, "[" + new string(' ', 3 * 1024 * 1024) + "]"));
        using var client = Client([server.Url], maxBytes: 1024 * 1024);

        var problem = await ProblemAsync(client);

        problem.Kind.ShouldBe(SourceProblemKind.Unexpected);
        problem.Message.ShouldContain("MaxResponseMegabytes");
    }

    [Fact]
    public async Task Get_PlainHttpServerOnHttps_SaysTls()
    {
        await using var server = new FakeManagement(_ => (200, "{}"));
        using var client = Client([server.Url.Replace("http://", "https://", StringComparison.Ordinal)], TimeSpan.FromSeconds(2));

        (await ProblemAsync(client)).Kind.ShouldBeOneOf(SourceProblemKind.Unreachable, SourceProblemKind.TimedOut);
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData("100%2F")]
    [InlineData("%2e%2e")]
    [InlineData("<script>'\"\\")]
    [InlineData("?x#y&z=ü")]
    public async Task Find_HostileName_ReachesTheServerEscapedOnce(string name)
    {
        await using var server = new FakeManagement(_ => (200, "{}"));
        using var client = Client([server.Url]);

        (await client.FindAsync(ManagementPath.Of("queues", "/", name), CancellationToken.None))!.Dispose();

        server.LastHead.Split('\n')[0].ShouldBe($"GET /api/queues/%2F/{Uri.EscapeDataString(name)} HTTP/1.1");
    }

    [Fact]
    public async Task Find_MissingObject_IsNull()
    {
        await using var server = new FakeManagement(_ => (404, """{"error":"Object Not Found","reason":"Not Found"}"""));
        using var client = Client([server.Url]);

        (await client.FindAsync("queues/%2F/gone", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Command_TheReadsConnectionIsAboutToBeClosed_ArrivesOverItsOwn()
    {
        await using var server = new FakeManagement(_ => (200, "{}")) { ClosesWhenAskedAgain = true };
        using var client = Client([server.Url]);

        for (var i = 0; i < 2; i++)
            (await client.GetAsync("overview", CancellationToken.None)).Dispose(); // The second is asked again.
        var answer = await client.CommandAsync(HttpMethod.Put, "queues/%2F/orders", new JsonObject { ["durable"] = true }, [], CancellationToken.None);

        answer.Words.ShouldBe("Said so");
        answer.IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Command_AWhileAfterTheLast_ArrivesOverANewConnection()
    {
        await using var server = new FakeManagement(_ => (200, "{}")) { ClosesWhenAskedAgain = true };
        using var client = Client([server.Url]);

        (await client.CommandAsync(HttpMethod.Put, "queues/%2F/orders", new JsonObject(), [], CancellationToken.None)).IsDone.ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(5)); // The client looks for idle connections every second.
        var answer = await client.CommandAsync(HttpMethod.Put, "queues/%2F/orders", new JsonObject(), [], CancellationToken.None);

        answer.IsDone.ShouldBeTrue(answer.Words);
    }

    private static async Task<SourceException> ProblemAsync(RabbitMqManagementClient client)
        => await Should.ThrowAsync<SourceException>(() => client.GetAsync("overview", CancellationToken.None));

    private static string ClosedPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return $"http://127.0.0.1:{port}";
    }

    private static RabbitMqManagementClient Client(string[] urls, TimeSpan? limit = null, long maxBytes = 64 * 1024 * 1024)
    {
        var settings = new RabbitMqSettings
        {
            ManagementUrls = [.. urls.Select(u => new Uri(u))],
            AmqpEndpoints = [new Uri("amqp://127.0.0.1:5672")],
            Username = "reader",
            Password = Password,
            RequestTimeout = limit ?? TimeSpan.FromSeconds(10),
            MaxResponseBytes = maxBytes,
        };
        var info = new ConnectionInfo(new ConnectionId("rabbit"), "Rabbit", new BrokerKind("rabbitmq"), new EnvironmentTag("test"), IsReadOnly: false);
        return new RabbitMqManagementClient(settings, info, NullLoggerFactory.Instance, TimeProvider.System);
    }
}
