using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests;

/// <summary>The page in a real browser: the circuit comes up and answers a click.</summary>
public sealed class LiveLinkTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task Click_OnceTheCircuitIsReady_ChangesThePage()
    {
        await using var factory = new WebApplicationFactory<Program>();
        factory.UseKestrel(0);
        factory.StartServer();
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = factory.ClientOptions.BaseAddress.ToString() });
        var page = await context.NewPageAsync();

        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("[data-circuit=ready]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the live link" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-live-checks]")).ToHaveTextAsync("Answered 1 times.");
    }
}
