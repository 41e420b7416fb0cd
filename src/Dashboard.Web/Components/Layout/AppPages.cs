using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Layout;

/// <summary>The pages of the dashboard itself, beside those of the connections.</summary>
public static class AppPages
{
    /// <summary>The first two of the rail.</summary>
    public static readonly AppPage Overview = new(Links.Overview, "Overview", "overview");

    public static readonly AppPage Attention = new(Links.Attention, "Attention", "warning");

    private static readonly AppPage[] All =
    [
        new("operations", "Operations", "jobs"),
        new("views", "Saved views", "bookmark"),
        new("audit", "Audit", "audit"),
        new("connections", "Connections", "connection"),
        new("accounts", "Accounts", "users"),
        new("api-keys", "API keys", "key"),
    ];

    public static IEnumerable<AppPage> InRail(bool isAdmin, bool seesAudit) =>
        All.Where(page => page.Path switch
        {
            "accounts" or "api-keys" or "connections" => isAdmin,
            "audit" => seesAudit,
            _ => true,
        });

    /// <summary>The title of a page by the first part of its path; null for pages not listed.</summary>
    public static string? TitleOf(string path) => path switch
    {
        "account" => "Your account",
        Links.Attention => Attention.Title,
        "message" => "Message",
        _ => Array.Find(All, page => page.Path == path)?.Title,
    };
}

/// <summary>One page.</summary>
/// <param name="Path">Relative to the base.</param>
/// <param name="Title">Words for people.</param>
/// <param name="Icon">A name of the icon set.</param>
public sealed record AppPage(string Path, string Title, string Icon);
