using System.Diagnostics;
using System.Text.Json.Nodes;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>A key from the page in the hands of a program.</summary>
[Collection(SharedCollection.Name)]
public sealed class ApiKeyTests(SharedStage stage) : Journey
{
    [Fact]
    public async Task Key_MadeInThePage_ListsQueuesWithCurl_AndStopsWhenItIsRevoked()
    {
        await stage.Broker.DeclareQueueAsync("by-curl");
        var tab = Watch(await stage.OpenAsync());
        await tab.GoAsync("");
        await tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "API keys" }).ClickAsync();
        var page = new ApiKeysPage(tab);
        var name = $"curl {Guid.NewGuid():N}"[..12];

        var key = await page.CreateAsync(name, "Viewer");

        key.ShouldMatch("^bd_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}$");
        await WaitForQueueAsync(key);
        await page.OpenAsync();
        (await tab.Page.ContentAsync()).ShouldNotContain(key.Split('_')[2], Case.Sensitive, "it is shown once");
        await page.RevokeAsync(name);
        var (status, answer) = await CurlAsync(key, "api/v1/connections/rabbit/sections/queues/rows?search=by-curl");
        status.ShouldBe("401");
        JsonNode.Parse(answer)!["detail"]!.GetValue<string>().ShouldBe("The key was revoked.");
        await tab.GoAsync("audit?q=" + Uri.EscapeDataString(key.Split('_')[1]));
        await Expect(tab.Page.GetByText("api-key.revoke").First).ToBeVisibleAsync();
    }

    private async Task WaitForQueueAsync(string key)
    {
        for (var i = 0; i < 100; i++)
        {
            var (status, answer) = await CurlAsync(key, "api/v1/connections/rabbit/sections/queues/rows?search=by-curl&columns=name,ready");
            status.ShouldBe("200", answer);
            if (JsonNode.Parse(answer)!["rows"]!.AsArray() is [{ } row])
            {
                row["cells"]!["name"]!.GetValue<string>().ShouldBe("by-curl");
                return;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException("The queue did not come into the list within 20 s.");
    }

    private async Task<(string Status, string Answer)> CurlAsync(string key, string path)
    {
        var start = new ProcessStartInfo(
            "curl", ["-sS", "-w", "\n%{http_code}", "-H", $"Authorization: Bearer {key}", new Uri(stage.Dashboard.BaseAddress, path).AbsoluteUri]) { RedirectStandardOutput = true };
        using var curl = Process.Start(start)!;
        var output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        var end = output.LastIndexOf('\n');
        return (output[(end + 1)..], output[..end]);
    }
}
