using System.Text.Json.Nodes;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests;

/// <summary>The dashboard below a path of a real reverse proxy: forms, files, WebSocket and links stay below the path.</summary>
public sealed class ReverseProxyTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task SignIn_ThroughNginxBelowAPath_OpensALivePage()
    {
        var password = Path.GetTempFileName();
        await File.WriteAllTextAsync(password, "a long enough password");
        await using var dashboard = await DashboardProcess.StartAsync([], own =>
        {
            own["Proxy"] = new JsonObject { ["PathBase"] = "/brokers", ["KnownProxies"] = new JsonArray("127.0.0.1") };
            own["Auth"] = new JsonObject { ["BootstrapAdmin"] = new JsonObject { ["Name"] = "ada", ["PasswordFile"] = password } };
        });
        await using var nginx = await NginxProcess.StartAsync(dashboard.BaseAddress, "/brokers");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var webSockets = new List<string>();
        page.WebSocket += (_, socket) => webSockets.Add(socket.Url);

        await page.GotoAsync(nginx.Address + "operations");
        await page.GetByLabel("Name").FillAsync("ada");
        await page.GetByLabel("Password").FillAsync("a long enough password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-circuit=ready]")).ToBeAttachedAsync();
        page.Url.ShouldBe(nginx.Address + "operations");
        webSockets.ShouldHaveSingleItem().ShouldStartWith($"ws://{nginx.Address.Authority}/brokers/_blazor");
        File.Delete(password);
    }
}
