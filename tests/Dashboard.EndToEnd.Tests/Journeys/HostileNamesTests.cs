using System.Text;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>Names, headers and bodies are whatever somebody made of them: they are shown as text, lead where they say, and never run.</summary>
[Collection(SharedCollection.Name)]
public sealed class HostileNamesTests(SharedStage stage) : Journey
{
    private const string Poison = "<img src=x onerror=\"window.executed=1;alert(1)\"><script>window.executed=1;alert(2)</script>";

    private static readonly string[] Names =
    [
        "<script>window.executed=1;alert(3)</script>",
        "\"><img src=x onerror=alert(4)>",
        "'; DROP TABLE queues; --",
        "a/b%2Fc",
        "%2e%2e%2f",
        "..",
        "../../etc/passwd",
        "?key=x&tab=y#z",
        "{{7*7}}${7*7}@(7*7)",
        "name with  blanks ",
        "grüße.訂單.🐇",
        "\u202eevil",
        "javascript:alert(5)",
        "a\tb",
    ];

    public static TheoryData<string> AllNames => [.. Names];

    [Fact]
    public async Task List_FullOfHostileNames_ShowsThemAsText()
    {
        await MakeAsync();
        var tab = Watch(await stage.OpenAsync());
        var queues = new ListPage(tab);

        foreach (var section in new[] { "queues", "exchanges", "bindings" })
        {
            await queues.OpenAsync("rabbit", section);
            await Expect(tab.Page.GetByText("<script>", new() { Exact = false }).First).ToBeVisibleAsync();
        }

        await queues.OpenAsync("rabbit", "queues");
        await queues.Search.FillAsync("onerror");
        await Expect(queues.Rows.First).ToContainTextAsync("onerror");
        await tab.Page.Keyboard.PressAsync("Control+k");
        await tab.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Jump to" }).FillAsync("alert(3)");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link).First).ToContainTextAsync("<script>");
        await NothingRanAsync(tab);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public async Task Queue_OpenedByItsAddress_ShowsItselfAndItsMessage(string name)
    {
        await MakeAsync();
        var tab = Watch(await stage.OpenAsync());

        await tab.GoAsync(QueuePage.Address("rabbit", stage.Vhost.Name, name, "messages"));
        (await new QueuePage(tab).Heading.TextContentAsync() ?? "").Trim().ShouldStartWith(name.Trim());
        var messages = new MessagesPart(tab);
        await messages.LookAsync();
        await messages.OpenMessageAsync(0);
        await Expect(messages.Headers).ToContainTextAsync("onerror");
        await Expect(messages.Body).ToContainTextAsync("<script>");

        // The address that stands in the bar now leads to the same place.
        await tab.Page.ReloadAsync();
        await tab.ReadyAsync();
        (await new QueuePage(tab).Heading.TextContentAsync() ?? "").Trim().ShouldStartWith(name.Trim());
        await NothingRanAsync(tab);
    }

    private static async Task NothingRanAsync(Tab tab)
    {
        (await tab.Page.EvaluateAsync<bool>("() => 'executed' in window")).ShouldBeFalse("a name or a body ran as a script");
        (await tab.Page.Locator("main script, main img[src=x]").CountAsync()).ShouldBe(0);
        tab.Faults.ShouldBeEmpty();
    }

    private async Task MakeAsync()
    {
        if (stage.IsHostileMade)
            return;
        stage.IsHostileMade = true;
        foreach (var name in Names)
        {
            await stage.Broker.DeclareQueueAsync(name);
            await stage.Broker.DeclareExchangeAsync(name, boundTo: name);
            await stage.Broker.PublishAsync(name, Encoding.UTF8.GetBytes(Poison), properties =>
            {
                properties.ContentType = Poison;
                properties.Headers = new Dictionary<string, object?> { [Poison] = Poison, ["onerror"] = new List<object?> { Poison } };
            });
        }
    }
}
