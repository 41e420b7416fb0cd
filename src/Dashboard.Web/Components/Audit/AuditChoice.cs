using System.Globalization;
using Dashboard.Core.Audit;
using Dashboard.Web.Components.Controls;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Components.Audit;

/// <summary>What is searched for in the audit, as it stands in the URL. Empty texts mean any; times are UTC.</summary>
public sealed record AuditChoice(
    string Text = "", string Actor = "", string Action = "", string Outcome = "", string Connection = "", string From = "", string To = "")
{
    public bool IsEmpty => this == new AuditChoice();

    public static AuditChoice Of(PageAddress address) => new(
        address["q"] ?? "", address["actor"] ?? "", address["action"] ?? "", address["outcome"] ?? "", address["connection"] ?? "", address["from"] ?? "", address["to"] ?? "");

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["q"] = OrNull(Text),
        ["actor"] = OrNull(Actor),
        ["action"] = OrNull(Action),
        ["outcome"] = OrNull(Outcome),
        ["connection"] = OrNull(Connection),
        ["from"] = OrNull(From),
        ["to"] = OrNull(To),
    };

    /// <summary>The query string of the export's address.</summary>
    public string ToQueryString() => QueryHelpers.AddQueryString("", ToQuery().Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));

    public AuditSearch ToSearch(int offset = 0, int limit = 100) => new()
    {
        Text = Text.Trim(),
        Actor = OrNull(Actor.Trim()),
        Action = OrNull(Action.Trim()),
        Connection = OrNull(Connection),
        Outcome = Enum.TryParse<AuditOutcome>(Outcome, out var outcome) && Enum.IsDefined(outcome) ? outcome : null,
        From = TimeOf(From),
        To = TimeOf(To),
        Offset = offset,
        Limit = limit,
    };

    /// <summary>In words, for the audit of an export and for the empty state.</summary>
    public string Describe()
    {
        var parts = ToQuery().Where(p => p.Value is not null).Select(p => $"{(p.Key == "q" ? "text" : p.Key)} {p.Value}");
        var words = string.Join(", ", parts);
        return words.Length == 0 ? "everything" : words;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static DateTimeOffset? TimeOf(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
