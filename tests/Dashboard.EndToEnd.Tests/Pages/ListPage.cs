using System.Globalization;
using Dashboard.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Pages;

/// <summary>The list of one section of a connection: queues, exchanges and so on.</summary>
public sealed class ListPage(Tab tab)
{
    private IPage Page => tab.Page;

    public ILocator Search => Page.GetByRole(AriaRole.Searchbox, new() { NameRegex = new("^Search") });

    /// <summary>Data rows that are drawn now, without those that stand in for them at first.</summary>
    public ILocator Rows => Page.Locator("table.grid tbody:not(.grid-first) tr[data-index]");

    /// <param name="connection">Id of the connection.</param>
    /// <param name="section">Id of the section.</param>
    /// <param name="query">What follows the question mark; empty for none.</param>
    public async Task OpenAsync(string connection, string section, string query = "")
    {
        await tab.GoAsync($"c/{connection}/{section}{(query.Length == 0 ? "" : "?" + query)}");
        await Expect(Rows.First).ToBeVisibleAsync();
    }

    /// <summary>The row whose name is exactly this.</summary>
    public ILocator Row(string name) => Rows.Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });

    /// <summary>The cell of a row below the head with this title.</summary>
    public async Task<ILocator> CellAsync(string name, string column)
    {
        var heads = await Page.Locator("table.grid thead th").AllInnerTextsAsync();
        var index = heads.ToList().FindIndex(head => head.Trim().StartsWith(column, StringComparison.Ordinal));
        index.ShouldBeGreaterThanOrEqualTo(0, $"a column {column} among {string.Join(" | ", heads)}");
        return Row(name).Locator("td, th").Nth(index);
    }

    public Task SortAsync(string column) => Page.Locator("table.grid thead").GetByRole(AriaRole.Button, new() { NameRegex = new($"^{column}") }).First.ClickAsync();

    /// <summary>Names in the order in which they are listed.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() => await Rows.Locator("th.cell-name").AllInnerTextsAsync();

    public async Task<long> FigureAsync(string name, string column)
        => long.Parse((await (await CellAsync(name, column)).InnerTextAsync()).Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
