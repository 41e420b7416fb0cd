using System.Text.RegularExpressions;
using Dashboard.EndToEnd.Tests.Browser;
using Dashboard.EndToEnd.Tests.Pages;
using Dashboard.EndToEnd.Tests.Stages;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Journeys;

/// <summary>The rows of a list are there with the page itself, and stay where they are when the page comes alive.</summary>
[Collection(SharedCollection.Name)]
public sealed class FirstRowsTests(SharedStage stage) : Journey
{
    private const string Queues = "first.rows";
    private const string Address = $"c/rabbit/queues?q={Queues}&s=name";

    /// <summary>
    /// Notes in each frame after the first with rows how many there were and how far below the head the first of them was. What the broker has to say may push down both.
    /// A document that is still being read has as many as were read.
    /// </summary>
    private const string WatchFrames =
        """
        window.listFrames = { least: -1, tops: [] };
        const watch = () => {
            const rows = document.querySelectorAll('table.grid tbody tr[data-index]');
            if (document.readyState !== 'loading' && (rows.length > 0 || window.listFrames.least >= 0)) {
                window.listFrames.least = window.listFrames.least < 0 ? rows.length : Math.min(window.listFrames.least, rows.length);
                const head = document.querySelector('table.grid thead').getBoundingClientRect().bottom;
                const top = rows.length > 0 ? Math.round(rows[0].getBoundingClientRect().top - head) : -1;
                if (!window.listFrames.tops.includes(top)) window.listFrames.tops.push(top);
            }
            requestAnimationFrame(watch);
        };
        requestAnimationFrame(watch);
        """;

    /// <summary>The browser tells nobody what can be seen of a list until <c>tellSizes()</c>.</summary>
    private const string HoldSizes =
        """
        const held = [];
        let isHeld = true;
        window.tellSizes = () => {
            isHeld = false;
            held.splice(0).forEach(tell => tell());
        };
        window.IntersectionObserver = class extends IntersectionObserver {
            constructor(callback, options) {
                super((...told) => isHeld ? held.push(() => callback(...told)) : callback(...told), options);
            }
        };
        """;

    private const string TopsAfterAFrame = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.listFrames.tops))))";

    public override async Task InitializeAsync()
    {
        // All at once: a poll sees all of them or none.
        var queues = Enumerable.Range(0, 60).Select(i => new { name = $"{Queues}.{i:00}", durable = true, auto_delete = false, arguments = new { } });
        await stage.Vhost.Broker.CallAsync(HttpMethod.Post, $"definitions/{stage.Vhost.Escaped}", new { queues });
        var tab = Watch(await stage.OpenAsync());
        var list = new ListPage(tab);
        await list.OpenAsync("rabbit", "queues", $"q={Queues}&s=name");
        await Expect(list.Row($"{Queues}.00")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".grid-edge")).ToContainTextAsync(new Regex(@"^60(?!\d)"));
    }

    [Fact]
    public async Task Page_AsItIsSent_HasTheRowsOfItsAddressInTheirOrder()
    {
        var tab = Watch(await stage.OpenAsync());

        var document = await DocumentAsync(tab);

        var at = Enumerable.Range(0, 50).Select(i => document.IndexOf($">{Queues}.{59 - i:00}</a>", StringComparison.Ordinal)).ToList();
        at.ShouldAllBe(place => place > 0);
        at.ShouldBeInOrder();
        document.ShouldNotContain($">{Queues}.09</a>", Case.Sensitive, "only the first rows travel with the page");
    }

    // Several loads: what happens between the first markup and the live list is another thing each time.
    [Fact]
    public async Task Rows_WhileThePageComesAlive_NeverLeaveNorMove()
    {
        for (var load = 0; load < 10; load++)
        {
            await using var tab = await stage.OpenAsync(script: WatchFrames);
            await tab.GoAsync(Address);
            await IsLiveAsync(tab);
            await StandsStillAsync(tab);
            tab.Faults.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Rows_DrawnAnewBeforeTheBrowserToldItsSize_NeverLeaveNorMove()
    {
        var tab = Watch(await stage.OpenAsync(script: HoldSizes + WatchFrames));
        await tab.GoAsync(Address);
        await tab.Page.GetByLabel("Theme, time zone and account").First.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await StandsStillAsync(tab);

        await tab.Page.EvaluateAsync("tellSizes()");

        await IsLiveAsync(tab);
        await StandsStillAsync(tab);
    }

    private static async Task IsLiveAsync(Tab tab)
    {
        var list = new ListPage(tab);
        await Expect(tab.Page.Locator(".grid-first")).ToHaveCountAsync(0);
        await Expect(list.Row($"{Queues}.00")).ToBeVisibleAsync();
        (await list.NamesAsync())[0].ShouldBe($"{Queues}.00");
    }

    private static async Task StandsStillAsync(Tab tab)
    {
        var tops = await tab.Page.EvaluateAsync<int[]>(TopsAfterAFrame);
        (await tab.Page.EvaluateAsync<int>("window.listFrames.least")).ShouldBeGreaterThan(10);
        tops.ShouldHaveSingleItem($"the first row stays where it was; it stood at {string.Join(' ', tops)} px below the head");
    }

    private static async Task<string> DocumentAsync(Tab tab)
    {
        var answer = await tab.Page.APIRequest.GetAsync(new Uri(tab.BaseAddress, $"c/rabbit/queues?q={Queues}&s=-name").AbsoluteUri);
        return await answer.TextAsync();
    }
}
