using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis.Judging;

/// <summary>What is wrong with any kind of broker: its sources fail, or it says itself that something is.</summary>
internal static class GeneralSymptoms
{
    private static readonly SignalDefinition NoAnswer = Of("no-answer", "no answer", Tone.Bad, "The source without which nothing is known fails. What is shown is the last good data.");

    private static readonly SignalDefinition NotRead = Of("not-read", "not read", Tone.Unknown, "One of the sources fails: what it tells cannot be judged until it answers again.");

    private static readonly SignalDefinition NotOffered = Of("not-offered", "not offered", Tone.Info, "The broker lacks a plugin or is too old for one of the lists.");

    private static readonly SignalDefinition[] Notices =
    [
        Of("notice-bad", "problem", Tone.Bad, "The broker, or reading it, reports a problem."),
        Of("notice-warning", "warning", Tone.Warning, "The broker, or reading it, reports something to look at."),
        Of("notice", "note", Tone.Info, "The broker, or reading it, reports something to know."),
    ];

    /// <summary>The signals, all of them judged in every snapshot.</summary>
    public static IReadOnlyList<SignalDefinition> Signals { get; } = [NoAnswer, NotRead, NotOffered, .. Notices];

    public static IEnumerable<Symptom> Of(ConnectionSnapshot snapshot)
    {
        // Sources that fail for one and the same reason make one symptom.
        foreach (var same in snapshot.Problems.GroupBy(p => (p.Value.Kind, p.Value.Message)))
            yield return OfProblem(snapshot, [.. same.Select(p => p.Key)], [.. same.Select(p => p.Value)]);
        foreach (var notice in snapshot.Notices)
            yield return OfNotice(notice);
    }

    private static Symptom OfProblem(ConnectionSnapshot snapshot, string[] sources, SourceProblem[] problems)
    {
        var problem = problems[0];
        var names = string.Join(", ", sources);
        var signal = snapshot.Health == ConnectionHealth.Down ? NoAnswer : problem.Kind == SourceProblemKind.NotSupported ? NotOffered : NotRead;
        var section = sources.Length == 1 && snapshot.Section(sources[0]) is { } only ? only.Definition : null;
        return new Symptom
        {
            Signal = signal,
            Part = names,
            SectionId = section?.Id,
            Since = problems.Min(p => p.Since),
            NextTryAt = problems.Min(p => p.NextTryAt),
            Figures = (problem.Message.GetHashCode(StringComparison.Ordinal), 0, 0, 0),
            Describe = () => new SymptomText(
                $"{names}: {problem.Message}",
                new NextStep(ProblemWords.NextStep(problem.Kind), section is null ? null : new FindingTarget(section.Title, section.Id)),
                new Evidence("Not read", names),
                new Evidence("Last good data", snapshot.LastGoodAt is { } at ? at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", null) : "none yet")),
        };
    }

    private static Symptom OfNotice(Notice notice) => new()
    {
        Signal = notice.Tone switch { Tone.Bad => Notices[0], Tone.Warning => Notices[1], _ => Notices[2] },
        Part = notice.Id,
        SectionId = notice.SectionId,
        Key = notice.Key,
        Figures = (notice.Text.GetHashCode(StringComparison.Ordinal), 0, 0, 0),
        Describe = () => new SymptomText(
            notice.Text,
            new NextStep(
                "Look at what it names.",
                notice.SectionId is { } section ? new FindingTarget(notice.Key is null ? "To the list" : "To the row", section, notice.Key) : null)),
    };

    private static SignalDefinition Of(string id, string word, Tone tone, string help)
        => new(id, word, tone, help) { HoldDown = TimeSpan.Zero, Release = TimeSpan.Zero };
}
