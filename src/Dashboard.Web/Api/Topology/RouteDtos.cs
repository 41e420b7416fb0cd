using System.ComponentModel;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Api.Messages;
using Dashboard.Web.Api.Operations;

namespace Dashboard.Web.Api.Topology;

/// <summary>A message whose way is asked for. It is not sent.</summary>
internal sealed record TraceRequestDto
{
    [Description("Where it would be sent; an exchange. The default exchange has the empty name.")]
    public required DestinationDto To { get; init; }

    [Description("Routing key; empty unless told.")]
    public string? RoutingKey { get; init; }

    [Description("Its headers; left out where they are not known, which some routing depends on.")]
    public IReadOnlyList<FieldDto>? Headers { get; init; }
}

/// <summary>Where a message would go, and why, by the rules of the last snapshot.</summary>
internal sealed record TraceDto
{
    [Description("good: it certainly arrives. bad: it arrives nowhere. unknown: that cannot be told.")]
    public required Tone Tone { get; init; }

    [Description("The outcome in one sentence.")]
    public required string Summary { get; init; }

    [Description("Where it arrives, certain ones first.")]
    public required IReadOnlyList<TraceTargetDto> Targets { get; init; }

    [Description("The routers it passes, in the order in which it reaches them.")]
    public required IReadOnlyList<TraceStepDto> Steps { get; init; }

    [Description("What else should be known.")]
    public required IReadOnlyList<ConsequenceDto> Notes { get; init; }

    public static TraceDto Of(RouteTrace trace) => new()
    {
        Tone = trace.Tone,
        Summary = trace.Summary,
        Targets =
        [
            .. trace.Targets.Select(target => new TraceTargetDto
            {
                Destination = DestinationDto.Of(target.Destination),
                Section = target.SectionId,
                RowId = ApiPaths.IdOf(target.Key),
                IsCertain = target.IsCertain,
                Notes = [.. target.Notes.Select(note => new ConsequenceDto { Tone = note.Tone, Text = note.Text })],
            }),
        ],
        Steps =
        [
            .. trace.Steps.Select(step => new TraceStepDto
            {
                Title = step.Title,
                Text = step.Text,
                IsCertain = step.IsCertain,
                Branches = [.. step.Branches.Select(branch => new TraceBranchDto { Outcome = branch.Outcome, Target = branch.Target, Reason = branch.Reason })],
                MorePassed = step.MorePassed,
            }),
        ],
        Notes = [.. trace.Notes.Select(note => new ConsequenceDto { Tone = note.Tone, Text = note.Text })],
    };
}

/// <summary>A place where the message arrives.</summary>
internal sealed record TraceTargetDto
{
    [Description("What it is.")]
    public required DestinationDto Destination { get; init; }

    [Description("The section of its row.")]
    public required string Section { get; init; }

    [Description("Id of its row.")]
    public required string RowId { get; init; }

    [Description("False where it depends on what is not known.")]
    public required bool IsCertain { get; init; }

    [Description("What may happen to it there: limits, expiry, dead letters.")]
    public required IReadOnlyList<ConsequenceDto> Notes { get; init; }
}

/// <summary>One router on the way.</summary>
internal sealed record TraceStepDto
{
    [Description("What it is.")]
    public required string Title { get; init; }

    [Description("How it decides, with the key it compares.")]
    public required string Text { get; init; }

    [Description("The message certainly gets here.")]
    public required bool IsCertain { get; init; }

    [Description("Its ways: those taken first, then those not known, then those passed by.")]
    public required IReadOnlyList<TraceBranchDto> Branches { get; init; }

    [Description("Ways passed by that are not among the branches.")]
    public required int MorePassed { get; init; }
}

/// <summary>One way out of a router.</summary>
internal sealed record TraceBranchDto
{
    [Description("Whether the message takes it.")]
    public required RouteOutcome Outcome { get; init; }

    [Description("Where it leads, in words.")]
    public required string Target { get; init; }

    [Description("Why.")]
    public required string Reason { get; init; }
}
