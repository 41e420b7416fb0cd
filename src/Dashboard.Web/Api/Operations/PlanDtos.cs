using System.ComponentModel;
using System.Text.Json.Serialization;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.Editing;
using Dashboard.Web.Api.Messages;

namespace Dashboard.Web.Api.Operations;

/// <summary>What somebody wants done.</summary>
internal sealed record PlanRequestDto
{
    [Description("What is to be done.")]
    public required OperationKind Kind { get; init; }

    [Description("Id of the connection that is changed.")]
    public required string Connection { get; init; }

    [Description("Where messages are taken from: purge, move, copy, replay.")]
    public DestinationDto? Source { get; init; }

    [Description("Which messages: purge, move, copy, replay.")]
    public SelectionDto? Selection { get; init; }

    [Description("move, copy, replay from a log: the part that the selection is made from; left out for all of it.")]
    public BoundsDto? Bounds { get; init; }

    [Description("Where they go: move, copy, replay, restore.")]
    public TargetDto? Target { get; init; }

    [Description("restore: the operation whose archive is read.")]
    public string? ArchiveOf { get; init; }

    [Description("publish: what is sent.")]
    public OutgoingMessageDto? Message { get; init; }

    [Description("create, edit, delete, close, import, and purge of many: the objects.")]
    public IReadOnlyList<ChangeDto>? Changes { get; init; }

    [Description("How it is done.")]
    public OptionsDto? Options { get; init; }
}

/// <summary>A part of a log. What is left out sets no bound.</summary>
internal sealed record BoundsDto
{
    [Description("Numbers of partitions; left out for all.")]
    public IReadOnlyList<int>? Partitions { get; init; }

    [Description("The first offset that is taken, in each partition.")]
    public long? FromOffset { get; init; }

    [Description("The last offset that is taken, in each partition.")]
    public long? ToOffset { get; init; }

    [Description("From the first message that is as late as this, in each partition.")]
    public DateTimeOffset? FromTime { get; init; }

    [Description("Up to before the first message that is as late as this, in each partition.")]
    public DateTimeOffset? ToTime { get; init; }
}

/// <summary>Which messages of the source.</summary>
internal sealed record SelectionDto
{
    [Description("How they are selected.")]
    public required SelectionBy By { get; init; }

    [Description("first: so many from the head.")]
    public long? Count { get; init; }

    [Description("filter: those it says yes to; docs/filter.md has the grammar.")]
    public string? Filter { get; init; }

    [Description("chosen: these, as a look told them.")]
    public IReadOnlyList<IdentityDto>? Identities { get; init; }

    [Description("before, for a purge of a log: where it ends; {} for the end as it is when the operation starts.")]
    public PurgeBoundDto? Bound { get; init; }
}

/// <summary>Where a purge of a log ends. At most one of offset and time.</summary>
internal sealed record PurgeBoundDto
{
    [Description("In this partition alone; left out for all.")]
    public int? Partition { get; init; }

    [Description("All before this offset.")]
    public long? Offset { get; init; }

    [Description("All before the first message that is as late as this.")]
    public DateTimeOffset? Time { get; init; }
}

/// <summary>Ways to select messages.</summary>
internal enum SelectionBy
{
    All,
    First,
    Filter,
    Chosen,
    Before,
}

/// <summary>Where messages go.</summary>
internal sealed record TargetDto
{
    [Description("address: all to one. firstDeath: each to where it first died. originalRoute: each to the exchange and key it was first published with.")]
    public required TargetTo To { get; init; }

    [Description("address: a queue, exchange or topic.")]
    public DestinationDto? Destination { get; init; }

    [Description("address: id of the connection that has it; left out for the one the messages are taken from.")]
    public string? Connection { get; init; }

    [Description("address: routing key, for an exchange.")]
    public string? RoutingKey { get; init; }

    [Description("address: the partition, for a topic; left out for the broker's own rule (by key, else any).")]
    public int? Partition { get; init; }
}

/// <summary>Kinds of targets.</summary>
internal enum TargetTo
{
    Address,
    FirstDeath,
    OriginalRoute,
}

/// <summary>How an operation is carried out; what is left out is as in the page.</summary>
internal sealed record OptionsDto
{
    [Description("Send one message and pause before the rest.")]
    public bool? CanaryFirst { get; init; }

    [Description("Messages per second at most; null for as fast as the brokers allow.")]
    public double? RatePerSecond { get; init; }

    [Description("purge: write every message to an archive first, so that it can be undone.")]
    public bool? ArchiveFirst { get; init; }

    [Description("Keep per-message time to live on copies.")]
    public bool? KeepExpiration { get; init; }

    [Description("Copies have the time of the original, where the target keeps a time; otherwise the time they are sent.")]
    public bool? KeepTimestamp { get; init; }

    [Description("Copies go to the partition of the original's number, where the target has partitions; otherwise their keys decide.")]
    public bool? KeepPartition { get; init; }

    [Description("On a log: take also what earlier operations delivered to the same target.")]
    public bool? TakeDelivered { get; init; }

    [Description("publish: so many copies.")]
    public int? Repeat { get; init; }

    [Description("Hold at most so many messages that are passed over.")]
    public int? MaxHeld { get; init; }
}

/// <summary>What would happen, from live facts. Nothing was changed.</summary>
internal sealed record PlanDto
{
    [Description("To confirm it with. Good for ten minutes, once, and for the same key.")]
    public required string PlanId { get; init; }

    [Description("Verb and object.")]
    public required string Title { get; init; }

    [Description("What the button of the page says, with the number.")]
    public required string ConfirmLabel { get; init; }

    [Description("How many messages it would take.")]
    public required MetricDto Messages { get; init; }

    [Description("What will or may happen, worst first.")]
    public required IReadOnlyList<ConsequenceDto> Consequences { get; init; }

    [Description("What must be sent as 'typed' to confirm it; null for nothing.")]
    public required string? MustType { get; init; }

    [Description("Why it cannot be done at all; null where it can.")]
    public required string? Refusal { get; init; }

    [Description("It is refused for no other reason than that all is as it would make it.")]
    public required bool ChangesNothing { get; init; }

    [Description("On a log: how many of them earlier operations delivered to this target; they are left out unless takeDelivered is set.")]
    public required long DeliveredBefore { get; init; }

    [Description("Where messages would go, as far as it is known without reading them.")]
    public required IReadOnlyList<ReachDto> Targets { get; init; }

    [Description("Objects of which there is more to say than the consequences: what is changed, line by line.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChangeTableDto>? Tables { get; init; }
}

/// <summary>What would be changed of one object, line by line.</summary>
internal sealed record ChangeTableDto
{
    [Description("The object.")]
    public required string Object { get; init; }

    [Description("Heads of the columns.")]
    public required IReadOnlyList<string> Columns { get; init; }

    [Description("As many cells each as there are columns; numbers with separators of thousands.")]
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    [Description("Lines beyond those given.")]
    public required int More { get; init; }
}

/// <summary>One consequence.</summary>
internal sealed record ConsequenceDto
{
    [Description("How bad.")]
    public required Tone Tone { get; init; }

    [Description("In words, with figures.")]
    public required string Text { get; init; }
}

/// <summary>One remark of a dry run.</summary>
internal sealed record RemarkDto
{
    [Description("How bad.")]
    public required Tone Tone { get; init; }

    [Description("How many messages it is about.")]
    public required long Messages { get; init; }

    [Description("In words, as the end of a sentence that begins with their number.")]
    public required string Text { get; init; }
}

/// <summary>Where an address leads.</summary>
internal sealed record ReachDto
{
    [Description("The address.")]
    public required DestinationDto Destination { get; init; }

    [Description("Id of the connection that has it.")]
    public required string Connection { get; init; }

    [Description("Its routing key; empty for none.")]
    public required string RoutingKey { get; init; }

    [Description("Its partition; null where the broker's own rule decides.")]
    public required int? Partition { get; init; }

    [Description("It is there.")]
    public required bool Exists { get; init; }

    [Description("What would get a copy each.")]
    public required IReadOnlyList<DestinationDto> Destinations { get; init; }

    [Description("Why that is not known; null where it is.")]
    public required string? Unknown { get; init; }

    [Description("A dry run: messages that would go there.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Messages { get; init; }
}

/// <summary>What a look through the selection found. Nothing was taken or sent.</summary>
internal sealed record DryRunDto
{
    [Description("Messages read.")]
    public required long Examined { get; init; }

    [Description("Selected and with a target that exists.")]
    public required long Eligible { get; init; }

    [Description("Selected and not eligible: reason and how many.")]
    public required IReadOnlyDictionary<string, long> NotEligible { get; init; }

    [Description("Passed over.")]
    public required long NotSelected { get; init; }

    [Description("The filter could not judge them; they are not taken.")]
    public required long Unjudgeable { get; init; }

    [Description("Where they would go.")]
    public required IReadOnlyList<ReachDto> Targets { get; init; }

    [Description("What would become of copies that the target takes: what it would remove again, what they lose on the way.")]
    public required IReadOnlyList<RemarkDto> Remarks { get; init; }

    [Description("Why the look ended.")]
    public required string StopReason { get; init; }

    [Description("It saw everything that was there.")]
    public required bool IsComplete { get; init; }

    [Description("What the look itself changed.")]
    public required string LookEffect { get; init; }
}
