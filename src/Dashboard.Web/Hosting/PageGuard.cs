using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Hosting;

/// <summary>
/// The one script that stands in each page itself (<c>page-guard.js</c>), because it has to run when nothing else could be fetched. The
/// Content-Security-Policy allows it by its hash.
/// </summary>
internal static class PageGuard
{
    private static readonly string Text = Read();

    /// <summary>What stands between the tags.</summary>
    public static MarkupString Script { get; } = new(Text);

    /// <summary>Source expression of the policy's <c>script-src</c>, quotes included.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static string Read()
    {
        using var stream = typeof(PageGuard).Assembly.GetManifestResourceStream("page-guard.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // Browsers hash what they have parsed, which has no carriage returns.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
