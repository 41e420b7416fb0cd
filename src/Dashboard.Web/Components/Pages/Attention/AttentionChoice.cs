using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Attention;

/// <summary>Which findings are wanted, as it stands in the URL. Empty texts mean any.</summary>
public sealed record AttentionChoice(string Text = "", string Connection = "", string Environment = "", string Severity = "", string Signal = "")
{
    /// <summary>The severities one can choose, by their word in the URL.</summary>
    public static IReadOnlyList<(string Value, string Title, Tone Tone)> Severities { get; } =
        [("problem", "problems", Tone.Bad), ("warning", "warnings", Tone.Warning), ("unknown", "unknown", Tone.Unknown), ("note", "notes", Tone.Info)];

    public bool IsEmpty => this == new AttentionChoice();

    public static AttentionChoice Of(PageAddress address) => new(
        address["q"] ?? "", address["connection"] ?? "", address["environment"] ?? "", address["severity"] ?? "", address["signal"] ?? "");

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["q"] = OrNull(Text),
        ["connection"] = OrNull(Connection),
        ["environment"] = OrNull(Environment),
        ["severity"] = OrNull(Severity),
        ["signal"] = OrNull(Signal),
    };

    /// <summary>In words, for the page where nothing matches.</summary>
    public string Describe() => string.Join(", ", ToQuery().Where(p => p.Value is not null).Select(p => $"{(p.Key == "q" ? "text" : p.Key)} {p.Value}"));

    public bool Wants(ConnectionDiagnosis diagnosis)
        => (Connection.Length == 0 || diagnosis.Connection.Id.Value == Connection) && (Environment.Length == 0 || diagnosis.Connection.Environment.Value == Environment);

    public bool Wants(Finding finding)
        => (Severity.Length == 0 || Severities.Any(s => s.Value == Severity && s.Tone == finding.Tone))
            && (Signal.Length == 0 || finding.Signal.Id == Signal)
            && Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
                finding.Text.Contains(word, StringComparison.OrdinalIgnoreCase) || finding.Signal.Word.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
