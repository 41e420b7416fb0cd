using Dashboard.Core.Diagnosis;
using Dashboard.Core.Filtering;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Components.Controls;

namespace Dashboard.Web.Components.Pages.Attention;

/// <summary>What is shown of one connection: the first findings of each signal, and how many more there are.</summary>
/// <param name="Diagnosis">The connection's diagnosis.</param>
/// <param name="Findings">Those that match, worst first.</param>
/// <param name="Signals">The same by signal, in their order, each with a limited number.</param>
public sealed record AttentionGroup(ConnectionDiagnosis Diagnosis, IReadOnlyList<Finding> Findings, IReadOnlyList<AttentionSignal> Signals)
{
    private const int OfASignal = 5;
    private const int OfTheOnlySignal = 100;

    public static AttentionGroup Of(ConnectionDiagnosis diagnosis, AttentionChoice choice)
    {
        var wanted = diagnosis.Findings.Where(choice.Wants).ToList();
        var most = choice.Signal.Length > 0 ? OfTheOnlySignal : OfASignal;
        return new(diagnosis, wanted, [.. wanted.GroupBy(f => f.Signal).Select(same => AttentionSignal.Of(diagnosis, same.Key, [.. same], most))]);
    }
}

/// <summary>Findings of one signal.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Shown">The first ones.</param>
/// <param name="More">How many more there are.</param>
/// <param name="MoreHref">Where all of them are: the list, filtered by its verdict; null where they are of no list.</param>
public sealed record AttentionSignal(SignalDefinition Signal, IReadOnlyList<Finding> Shown, int More, string? MoreHref)
{
    public static AttentionSignal Of(ConnectionDiagnosis diagnosis, SignalDefinition signal, List<Finding> findings, int most) => new(
        signal,
        findings.Count <= most ? findings : [.. findings.Take(most)],
        Math.Max(0, findings.Count - most),
        findings[0] is { SectionId: { } section, Key: not null }
            ? Links.Filtered(diagnosis.Connection.Id, section, $"{VerdictColumn.Id} = {FilterQuoting.Quote(signal.Word)}")
            : null);
}
