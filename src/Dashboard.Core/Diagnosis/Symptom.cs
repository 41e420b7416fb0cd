using Dashboard.Core.Model;

namespace Dashboard.Core.Diagnosis;

/// <summary>Something that looks wrong in one snapshot. It becomes a <see cref="Finding"/> when it holds for long enough.</summary>
public sealed class Symptom
{
    public required SignalDefinition Signal { get; init; }

    /// <summary>The section it shows in; null for the connection as a whole.</summary>
    public string? SectionId { get; init; }

    public RowKey? Key { get; init; }

    /// <summary>Tells it from others of the same signal about the same thing; empty where there is one at most.</summary>
    public string Part { get; init; } = "";

    /// <summary>The figures it is told with: while these stay the same, it is not described anew.</summary>
    public (double, double, double, double) Figures { get; init; }

    /// <summary>Since when, where the broker or the history tells; null where the dashboard's own first sight counts.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When what fails is tried again; null for anything that is not tried.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>Writes it for people. Called only when it is to be shown.</summary>
    public required Func<SymptomText> Describe { get; init; }
}

/// <summary>A symptom in words.</summary>
/// <param name="Text">Subject: what, with figures.</param>
/// <param name="NextStep">The next safe step.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record SymptomText(string Text, NextStep NextStep, params IReadOnlyList<Evidence> Evidence);
