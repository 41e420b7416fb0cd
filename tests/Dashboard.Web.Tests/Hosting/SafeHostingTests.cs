using System.Diagnostics;
using System.Net;
using Dashboard.Core.Access;
using Dashboard.Web.Hosting;

namespace Dashboard.Web.Tests.Hosting;

public sealed class SafeHostingTests
{
    [Theory]
    [InlineData(true, "http://127.0.0.1:5080", "http://localhost:1", "http://[::1]:5080")]
    [InlineData(false, "http://0.0.0.0:5080")]
    [InlineData(false, "http://*:5080")]
    [InlineData(false, "http://[::]:5080")]
    [InlineData(false, "http://127.0.0.1:5080", "http://dashboard.example:80")]
    public void AreLoopback_Addresses_AreTold(bool expected, params string[] addresses) => ListenAddresses.AreLoopback(addresses).ShouldBe(expected);

    [Theory]
    [InlineData("--urls=http://0.0.0.0:0", "Dashboard:Auth:BootstrapAdmin:PasswordFile")]
    [InlineData("--Dashboard:Connections:0:Kind=carrier-pigeon", "Dashboard:Connections:0:Kind: is missing or not known.")]
    public async Task Start_Unsafe_EndsWithWordsAndWithoutStackTrace(string argument, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-test-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var one in new[] { "exec", typeof(SecurityHeaders).Assembly.Location, $"--Dashboard:DataFolder={folder}", "--urls=http://127.0.0.1:0", argument })
            start.ArgumentList.Add(one);
        using var process = Process.Start(start)!;

        var words = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(2);
        words.ShouldContain(expected);
        words.ShouldNotContain("   at ");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Start_WithBootstrapAdmin_TakesThePasswordOfTheFileOnce()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, TestDashboard.Password + "\n");
        using var dashboard = new TestDashboard(
            ("Dashboard:Auth:BootstrapAdmin:Name", "ada"),
            ("Dashboard:Auth:BootstrapAdmin:PasswordFile", file)).Started();
        using var client = dashboard.Browser();

        using var response = await TestDashboard.SubmitPasswordAsync(client, "ada", TestDashboard.Password);

        response.Headers.Location!.ToString().ShouldBe("/");
        File.Delete(file);
    }

    [Fact]
    public async Task Health_IsAnonymousAndNamesNothing()
    {
        using var dashboard = new TestDashboard().Started();
        using var client = dashboard.Browser();

        (await client.GetStringAsync(new Uri("healthz", UriKind.Relative))).ShouldBe("Healthy");
        (await client.GetStringAsync(new Uri("readyz", UriKind.Relative))).ShouldBe("Healthy");
    }

    [Fact]
    public async Task Every_Answer_CarriesTheSecurityHeaders()
    {
        using var dashboard = new TestDashboard().Started();
        using var client = dashboard.Browser();

        using var response = await client.GetAsync(new Uri("sign-in", UriKind.Relative));

        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"script-src 'self' {PageGuard.Source};");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Hub_FromForeignPage_IsRefused(string origin, HttpStatusCode expected)
    {
        using var dashboard = new TestDashboard().Started();
        using var client = await dashboard.SignedInAsync(Role.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Post, "_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Hub_FromOwnPage_AnswersOnlyWhoIsSignedIn()
    {
        using var dashboard = new TestDashboard().Started();
        using var stranger = dashboard.Browser();
        using var operatorClient = await dashboard.SignedInAsync(Role.Operator);

        (await NegotiateAsync(stranger)).ShouldBe(HttpStatusCode.Unauthorized);
        (await NegotiateAsync(operatorClient)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> NegotiateAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    [Fact]
    public async Task BehindProxy_OnlyNamedProxiesAreBelieved_AndThePathBaseHolds()
    {
        using var dashboard = new TestDashboard(("Dashboard:Proxy:PathBase", "/brokers"), ("Dashboard:Proxy:KnownProxies:0", "127.0.0.1")).Started();
        using var client = dashboard.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "brokers/");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "ops.example");

        using var response = await client.SendAsync(request);

        response.Headers.Location!.ToString().ShouldBe("https://ops.example/brokers/sign-in?returnUrl=%2Fbrokers%2F");
    }
}
