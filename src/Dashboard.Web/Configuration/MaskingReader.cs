using Dashboard.Core.Capabilities;
using Dashboard.Core.Masking;

namespace Dashboard.Web.Configuration;

/// <summary>Reads <c>Dashboard:Masking</c>: which fields of messages are hidden from whom lacks the right to see them (<c>docs/masking.md</c>).</summary>
internal sealed class MaskingReader(List<SettingProblem> problems)
{
    private const int MaxPattern = 256;
    private static readonly string[] RuleKeys = ["Connection", "Destination", "Fields"];

    public MaskingRules Read(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren().Where(child => !child.Key.Equals("Rules", StringComparison.OrdinalIgnoreCase)))
            problems.Add(new(child.Path, "is not known. Known is Rules."));
        return new MaskingRules([.. section.GetSection("Rules").GetChildren().Select(ReadRule)]);
    }

    private MaskingRule ReadRule(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren().Where(child => !RuleKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add(new(child.Path, $"is not known. Known are {string.Join(", ", RuleKeys)}."));
        var fields = section.GetSection("Fields").GetChildren().Select(ReadField).OfType<MaskedField>().ToList();
        if (!section.GetSection("Fields").GetChildren().Any())
            problems.Add(new($"{section.Path}:Fields", "is missing: a rule names at least one field, header.x-card for one."));
        return new MaskingRule(Pattern(section, "Connection"), Pattern(section, "Destination"), fields);
    }

    private MaskedField? ReadField(IConfigurationSection section)
    {
        var field = MaskedField.Parse(section.Value ?? "", out var problem);
        if (problem is not null)
            problems.Add(new(section.Path, $"is no field: {problem}."));
        return field;
    }

    private string Pattern(IConfigurationSection section, string key)
    {
        var pattern = section[key] is { Length: > 0 } given ? given : "*";
        if (pattern.Length > MaxPattern)
            problems.Add(new($"{section.Path}:{key}", $"has at most {MaxPattern} characters."));
        return pattern;
    }
}
