using System.Globalization;
using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>The page of one job.</summary>
public sealed class JobPage(Tab tab)
{
    private IPage Page => tab.Page;

    public ILocator Verdict => Page.Locator(".verdict");

    public ILocator Accounting => Page.GetByRole(AriaRole.Region, new() { Name = "Where the messages are" });

    public ILocator Timeline => Page.GetByRole(AriaRole.Region, new() { Name = "Timeline" });

    /// <summary>Follows the note that tells of the job, as soon as it is there, to its page.</summary>
    public async Task FollowNoteAsync()
    {
        await Page.GetByRole(AriaRole.Region, new() { Name = "Notes" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Page.WaitForURLAsync("**/operations/**");
        await Expect(Verdict).ToBeVisibleAsync();
    }

    public Task WaitForEndAsync(string state, int seconds = 60)
        => Expect(Verdict).ToContainTextAsync(state, new() { IgnoreCase = true, Timeout = seconds * 1000 });

    public Task ResumeAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

    /// <summary>The disjoint sets by name, as the page shows them; <c>selected in all</c> is their sum.</summary>
    public async Task<IReadOnlyDictionary<string, long>> SetsAsync()
    {
        var all = Accounting.Locator("ul > li");
        await Expect(all.Filter(new() { HasText = "selected in all" })).ToBeVisibleAsync();

        // All of them at once: while the job runs they change together.
        var sets = new Dictionary<string, long>();
        foreach (var item in await all.EvaluateAllAsync<string[]>("items => items.map(item => item.innerText)"))
        {
            var words = item.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            sets[words[1]] = long.Parse(words[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        }

        return sets;
    }

    public async Task SetsShouldAddUpAsync()
    {
        var sets = await SetsAsync();
        sets.Where(set => set.Key != "selected in all").Sum(set => set.Value).ShouldBe(sets["selected in all"], string.Join(", ", sets));
    }

    /// <summary>The places of a log that a report names with one outcome, <c>1:42</c>; with all of them where none is given.</summary>
    public static IReadOnlyList<string> PlacesOf(IReadOnlyList<string> report, string? outcome = null)
        => [.. report.Skip(1).Select(line => line.Split(',')).Where(fields => outcome is null || fields[1] == outcome).Select(fields => fields[2].Trim('"'))];

    /// <summary>The report as a file, line by line.</summary>
    public async Task<IReadOnlyList<string>> ReportAsync()
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Report (CSV)", Exact = true }).ClickAsync());
        return await File.ReadAllLinesAsync(await download.PathAsync() ?? throw new InvalidOperationException("The report was not downloaded."));
    }
}
