using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Configuration;

/// <summary>The configuration cannot be used. The message lists every mistake with its key, so that one look at it is enough.</summary>
internal sealed class ConfigurationProblemsException(IReadOnlyList<SettingProblem> problems)
    : Exception(Describe(problems))
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;

    private static string Describe(IReadOnlyList<SettingProblem> problems) =>
        $"The configuration has {Figures.PluralExact(problems.Count, "mistake")}; nothing was started:\n"
        + string.Join('\n', problems.Select(p => $"  {p.Key}: {p.Message}{(p.InFiles is null ? "" : $" {p.InFiles}")}"));
}
