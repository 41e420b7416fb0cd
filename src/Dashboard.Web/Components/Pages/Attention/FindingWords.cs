using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Attention;

/// <summary>Findings in words.</summary>
public static class FindingWords
{
    private static readonly (Tone Tone, string Word)[] Counted = [(Tone.Bad, "problem"), (Tone.Warning, "warning"), (Tone.Unknown, "unknown")];

    /// <summary><c>3 problems and 1 warning</c>; empty where there is none of these.</summary>
    public static string Count(IReadOnlyCollection<Finding> findings)
    {
        var parts = Counted
            .Select(c => (c.Tone, c.Word, Count: findings.Count(f => f.Tone == c.Tone)))
            .Where(c => c.Count > 0)
            .Select(c => c.Tone == Tone.Unknown ? $"{Figures.Count(c.Count)} unknown" : Figures.Plural(c.Count, c.Word))
            .ToList();
        return parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
    }

    /// <summary>The vhost or database of what a finding is about; null where there is none.</summary>
    public static string? ScopeOf(Finding finding, ConnectionSnapshot? snapshot)
        => finding is { SectionId: { } section, Key: { } key } && snapshot?.Section(section)?.Definition is { } definition && definition.ScopeColumn != definition.NameColumn
            ? Names.PartOf(definition, key, definition.ScopeColumn)
            : null;
}
