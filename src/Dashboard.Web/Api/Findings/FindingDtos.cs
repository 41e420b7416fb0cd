using System.ComponentModel;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Api.Findings;

/// <summary>What needs attention, and what could not be judged.</summary>
internal sealed record FindingsDto
{
    [Description("Worst first.")]
    public required IReadOnlyList<FindingDto> Findings { get; init; }

    [Description("What could not be judged, so that silence is not taken for health.")]
    public required IReadOnlyList<UnjudgedDto> Unjudged { get; init; }
}

/// <summary>One thing that needs attention.</summary>
internal sealed record FindingDto
{
    [Description("Stable while it lasts, and the same when it comes back.")]
    public required string Id { get; init; }

    [Description("Id of the connection.")]
    public required string Connection { get; init; }

    [Description("Which signal said it: no-consumer.")]
    public required string Signal { get; init; }

    [Description("How bad.")]
    public required Tone Tone { get; init; }

    [Description("The section it shows in; null where it is about the connection as a whole.")]
    public required string? Section { get; init; }

    [Description("Id of the row it is about; null for none.")]
    public required string? RowId { get; init; }

    [Description("In words, with figures. Text of a foreign system: show it as text.")]
    public required string Text { get; init; }

    [Description("Since when it holds, as far as is known.")]
    public required DateTimeOffset Since { get; init; }

    [Description("It may have begun before: it held at the first look.")]
    public required bool IsOlderThanKnown { get; init; }

    [Description("What it rests on cannot be read now.")]
    public required bool IsStale { get; init; }

    [Description("The figures and facts it rests on.")]
    public required IReadOnlyList<EvidenceDto> Evidence { get; init; }

    [Description("The next safe step.")]
    public required string NextStep { get; init; }

    public static FindingDto Of(Finding finding) => new()
    {
        Id = finding.Id,
        Connection = finding.Connection.Value,
        Signal = finding.Signal.Id,
        Tone = finding.Tone,
        Section = finding.SectionId,
        RowId = finding.Key is { } key ? ApiPaths.IdOf(key) : null,
        Text = finding.Text,
        Since = finding.Since,
        IsOlderThanKnown = finding.IsOlderThanKnown,
        IsStale = finding.IsStale,
        Evidence = [.. finding.Evidence.Select(evidence => new EvidenceDto { Label = evidence.Label, Value = evidence.Value })],
        NextStep = finding.NextStep.Text,
    };
}

/// <summary>One figure or fact.</summary>
internal sealed record EvidenceDto
{
    [Description("What it is.")]
    public required string Label { get; init; }

    [Description("Written for people. Text of a foreign system: show it as text.")]
    public required string Value { get; init; }
}

/// <summary>Signals that could not be judged.</summary>
internal sealed record UnjudgedDto
{
    [Description("Id of the connection.")]
    public required string Connection { get; init; }

    [Description("The signals.")]
    public required IReadOnlyList<string> Signals { get; init; }

    [Description("The section whose data is missing; empty for none in particular.")]
    public required string Section { get; init; }

    [Description("What is missing and why.")]
    public required string Missing { get; init; }

    [Description("For how many rows; null for all of them.")]
    public required int? Rows { get; init; }

    [Description("Since when.")]
    public required DateTimeOffset Since { get; init; }
}
