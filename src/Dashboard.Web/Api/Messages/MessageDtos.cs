using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Web.Api.Messages;

/// <summary>What a look at messages changes, said before it is done.</summary>
internal sealed record BrowseEffectDto
{
    [Description("The place it is about.")]
    public required DestinationDto Destination { get; init; }

    [Description("False: the look would do harm, or cannot be done, and is refused.")]
    public required bool IsAllowed { get; init; }

    [Description("One sentence.")]
    public required string Summary { get; init; }

    [Description("Further consequences, or why it is refused.")]
    public required IReadOnlyList<string> Details { get; init; }

    [Description("The look leaves no trace at all.")]
    public required bool ChangesNothing { get; init; }

    [Description("Reading can start at an offset or a time.")]
    public required bool SupportsOffsets { get; init; }

    [Description("The partitions of a log that has some.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PartitionRangeDto>? Partitions { get; init; }
}

/// <summary>What a partition holds. There may be fewer messages than offsets.</summary>
internal sealed record PartitionRangeDto
{
    [Description("The partition.")]
    public required int Partition { get; init; }

    [Description("First offset that can be read.")]
    public required long First { get; init; }

    [Description("One past the last.")]
    public required long End { get; init; }
}

/// <summary>A look at messages.</summary>
internal sealed record BrowseRequestDto
{
    [Description("Where to look.")]
    public required DestinationDto Destination { get; init; }

    [Description("At most so many messages, 1 to 1,000; 20 unless told.")]
    public int? Count { get; init; }

    [Description("Where to start on a log or stream; queues are read from the head.")]
    public BrowseFromDto? From { get; init; }

    [Description("The one partition to read, on a log that has some; all unless told.")]
    public int? Partition { get; init; }

    [Description("Give also messages of transactions that are open or were aborted; false unless told.")]
    public bool? ReadsUncommitted { get; init; }

    [Description("Give only messages this filter says yes to; docs/filter.md has the grammar.")]
    public string? Filter { get; init; }

    [Description("Form of the bodies; text unless told.")]
    public BodyForm? BodyAs { get; init; }

    [Description("Give at most so many bytes of each body, 0 to 16 MiB; 64 KiB unless told. Sizes are told whole.")]
    public int? MaxBodyBytes { get; init; }
}

/// <summary>Where reading starts: one of the three, or none for the oldest message.</summary>
internal sealed record BrowseFromDto
{
    [Description("At this offset.")]
    public long? Offset { get; init; }

    [Description("At the first message published then or later.")]
    public DateTimeOffset? At { get; init; }

    [Description("The last messages.")]
    public bool? Newest { get; init; }
}

/// <summary>Forms of a body in JSON.</summary>
internal enum BodyForm
{
    /// <summary>As text where it is UTF-8, else as base64.</summary>
    Text,

    /// <summary>Always as base64.</summary>
    Base64,

    /// <summary>As JSON where it is JSON, else as text.</summary>
    Json,

    /// <summary>Left out.</summary>
    None,
}

/// <summary>What a look brought.</summary>
internal sealed record BrowseResultDto
{
    [Description("Messages that match, in the order they stand.")]
    public required IReadOnlyList<MessageDto> Messages { get; init; }

    [Description("Messages read.")]
    public required long Examined { get; init; }

    [Description("Messages the filter could not judge.")]
    public required long Unjudgeable { get; init; }

    [Description("Why the look ended.")]
    public required string StopReason { get; init; }

    [Description("It saw everything that was there.")]
    public required bool IsComplete { get; init; }
}

/// <summary>One message as it was read. All of it is text of a foreign system.</summary>
internal sealed record MessageDto
{
    [Description("Offset on a log; on a queue the number of messages before it.")]
    public required long Position { get; init; }

    [Description("The partition, on a log that has some.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Partition { get; init; }

    [Description("The offset in the partition, on a log that has some; position then holds both in one number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Offset { get; init; }

    [Description("There is no body, which is not the same as an empty one.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsTombstone { get; init; }

    [Description("Who it is; to choose it in a plan.")]
    public required IdentityDto Identity { get; init; }

    [Description("Routing key, subject or channel; null where there is none.")]
    public required string? RoutingKey { get; init; }

    [Description("When it was published, as far as it tells.")]
    public required DateTimeOffset? Timestamp { get; init; }

    [Description("What the broker says of this delivery.")]
    public required IReadOnlyList<FieldDto> Delivery { get; init; }

    [Description("Standard properties.")]
    public required IReadOnlyList<FieldDto> Properties { get; init; }

    [Description("Application headers.")]
    public required IReadOnlyList<FieldDto> Headers { get; init; }

    [Description("The record key as base64; null where there is none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyBase64 { get; init; }

    [Description("Bytes of the whole body.")]
    public required long BodySize { get; init; }

    [Description("The body here is only its beginning.")]
    public required bool IsBodyTruncated { get; init; }

    [Description("The body; left out where it was asked to be.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BodyDto? Body { get; init; }

    [Description("Fields whose values are hidden from the key, as the configuration names them: body.card.number, header.authorization. Their values read as a placeholder; a body that could not be looked into is hidden whole. Empty where nothing is.")]
    public required IReadOnlyList<string> Masked { get; init; }
}

/// <summary>A body in exactly one form.</summary>
internal sealed record BodyDto
{
    [Description("UTF-8 text.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [Description("Bytes.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Base64 { get; init; }

    [Description("Any JSON value. When publishing it is sent as compact JSON text.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Json { get; init; }
}

/// <summary>Who a message is; two equal messages have equal identities.</summary>
internal sealed record IdentityDto
{
    [Description("The publisher's id, or the broker's offset; null where there is none.")]
    public required string? MessageId { get; init; }

    [Description("SHA-256 over properties and body, 64 hexadecimal digits.")]
    public required string Fingerprint { get; init; }
}

/// <summary>A message to be sent.</summary>
internal sealed record OutgoingMessageDto
{
    [Description("Where to: a queue, an exchange, a topic.")]
    public required DestinationDto Destination { get; init; }

    [Description("Routing key, for an exchange.")]
    public string? RoutingKey { get; init; }

    [Description("The body, in one form; empty unless told.")]
    public BodyDto? Body { get; init; }

    [Description("Standard properties by the broker's own names: content_type, message_id, delivery_mode.")]
    public IReadOnlyList<FieldDto>? Properties { get; init; }

    [Description("Application headers.")]
    public IReadOnlyList<FieldDto>? Headers { get; init; }

    [Description("The record key as base64, where the broker has keys.")]
    public string? KeyBase64 { get; init; }

    [Description("The partition, on a log that has some; the broker's rule unless told.")]
    public int? Partition { get; init; }

    [Description("Send no body at all, where the broker tells that from an empty one.")]
    public bool? IsTombstone { get; init; }

    [Description("Have the broker return it when it reaches no queue; true unless told.")]
    public bool? IsMandatory { get; init; }
}
