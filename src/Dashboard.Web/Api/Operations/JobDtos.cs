using System.ComponentModel;
using System.Text.Json.Serialization;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Api.Operations;

/// <summary>The confirmation of a plan.</summary>
internal sealed record SubmitRequestDto
{
    [Description("The plan to carry out.")]
    public required string PlanId { get; init; }

    [Description("What the plan says must be typed, to the letter.")]
    public string? Typed { get; init; }
}

/// <summary>A rate limit.</summary>
internal sealed record RateLimitDto
{
    [Description("Messages per second, more than 0; null takes the limit off.")]
    public required double? PerSecond { get; init; }
}

/// <summary>One message, to be published now.</summary>
internal sealed record PublishRequestDto
{
    [Description("What is sent.")]
    public required Messages.OutgoingMessageDto Message { get; init; }

    [Description("So many copies, 1 to 10,000; 1 unless told.")]
    public int? Repeat { get; init; }

    [Description("Where more than one goes to production: the name of the destination.")]
    public string? Typed { get; init; }
}

/// <summary>What became of a publish.</summary>
internal sealed record PublishResultDto
{
    [Description("The operation; look at its state and accounting.")]
    public required OperationDto Operation { get; init; }

    [Description("The first 50 outcomes: what the broker said of each copy.")]
    public required IReadOnlyList<OutcomeDto> Outcomes { get; init; }
}

/// <summary>One operation as it stands.</summary>
internal sealed record OperationDto
{
    [Description("Sorts by time.")]
    public required string Id { get; init; }

    [Description("What it is.")]
    public required OperationKind Kind { get; init; }

    [Description("Id of the connection.")]
    public required string Connection { get; init; }

    [Description("Verb and object.")]
    public required string Title { get; init; }

    [Description("Who confirmed it; where it was a key, key and maker.")]
    public required string Actor { get; init; }

    [Description("Where it stands.")]
    public required JobState State { get; init; }

    [Description("It will not go on by itself, nor can it be changed.")]
    public required bool IsEnded { get; init; }

    [Description("Why it is in this state; null where that says it all.")]
    public required string? Reason { get; init; }

    [Description("What can be done; null where there is nothing to do.")]
    public required string? NextStep { get; init; }

    [Description("Where the selected messages are.")]
    public required AccountingDto Accounting { get; init; }

    [Description("Messages per second over the last seconds.")]
    public required double CurrentRate { get; init; }

    [Description("Limit in force; null for none.")]
    public required double? RateLimit { get; init; }

    [Description("When it was confirmed.")]
    public required DateTimeOffset CreatedAt { get; init; }

    [Description("When it first ran; null while it has not.")]
    public required DateTimeOffset? StartedAt { get; init; }

    [Description("When it ended; null while it has not.")]
    public required DateTimeOffset? EndedAt { get; init; }

    [Description("What it took is in an archive and can be restored.")]
    public required bool HasArchive { get; init; }
}

/// <summary>selected = delivered + remaining + quarantined + externallyRemoved + uncertain.</summary>
internal sealed record AccountingDto
{
    [Description("Messages it is about.")]
    public required long Selected { get; init; }

    [Description("Confirmed by the target and, where they are removed, removed.")]
    public required long Delivered { get; init; }

    [Description("Still in the source.")]
    public required long Remaining { get; init; }

    [Description("In its quarantine file.")]
    public required long Quarantined { get; init; }

    [Description("Taken by others meanwhile.")]
    public required long ExternallyRemoved { get; init; }

    [Description("Possibly sent twice, or not known to have arrived; each is in the report.")]
    public required long Uncertain { get; init; }

    [Description("Of the remaining: tried and not deliverable.")]
    public required long Held { get; init; }

    [Description("Not selected; read on the way and given back.")]
    public required long PassedOver { get; init; }
}

/// <summary>Some operations.</summary>
internal sealed record OperationsDto
{
    [Description("Newest first.")]
    public required IReadOnlyList<OperationDto> Operations { get; init; }

    [Description("How many match in all, among the recent and the unfinished.")]
    public required int Total { get; init; }
}

/// <summary>One line of an operation's timeline.</summary>
internal sealed record TimelineEntryDto
{
    [Description("When.")]
    public required DateTimeOffset At { get; init; }

    [Description("The state it led to.")]
    public required JobState State { get; init; }

    [Description("What happened.")]
    public required string Text { get; init; }

    [Description("Who did it; system for the dashboard.")]
    public required string Actor { get; init; }
}

/// <summary>Some outcomes.</summary>
internal sealed record OutcomesDto
{
    [Description("By number.")]
    public required IReadOnlyList<OutcomeDto> Outcomes { get; init; }

    [Description("How many match in all.")]
    public required long Total { get; init; }
}

/// <summary>What became of one message.</summary>
internal sealed record OutcomeDto
{
    [Description("Its number in the operation, from 1.")]
    public required long Sequence { get; init; }

    [Description("Who it is.")]
    public required string Identity { get; init; }

    [Description("What became of it.")]
    public required MessageOutcomeKind Outcome { get; init; }

    [Description("Where it went, or was to go.")]
    public required string Target { get; init; }

    [Description("The broker's words, or why it was held.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    [Description("When that was recorded.")]
    public required DateTimeOffset At { get; init; }

    [Description("Bytes of its body.")]
    public required long SizeBytes { get; init; }
}
