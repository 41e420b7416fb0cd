using System.Text.Json;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.EndToEnd.Tests.Browser;

/// <summary>axe-core of the client libraries. A tab that is to be checked is opened with <see cref="ScriptAsync"/>.</summary>
internal static class Axe
{
    private static readonly string File = Path.Combine(Repository.Root, "eng", "client-libs", "node_modules", "axe-core", "axe.min.js");

    public static Task<string> ScriptAsync() => System.IO.File.ReadAllTextAsync(File);

    /// <summary>What is serious or critical on the page as it stands now, each with the rule, the element and how to mend it.</summary>
    /// <param name="page">Opened with the script.</param>
    /// <param name="where">Begins each finding.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, string where)
    {
        var result = await page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const result = await axe.run(document, { resultTypes: ['violations'] });
              return {
                rules: result.passes.length,
                found: result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                  .flatMap(v => v.nodes.slice(0, 4).map(n => `${v.id}: ${n.target.join(' ')} - ${n.failureSummary.replace(/\s+/g, ' ')}`)),
              };
            }
            """);
        result.GetProperty("rules").GetInt32().ShouldBeGreaterThan(5, $"axe looked at {where}");
        return [.. result.GetProperty("found").EnumerateArray().Select(found => $"{where}: {found}")];
    }
}
