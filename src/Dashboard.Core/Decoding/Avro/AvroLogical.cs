namespace Dashboard.Core.Decoding.Avro;

/// <summary>What a value means beyond its type. One that does not fit its type is ignored, as the specification asks.</summary>
public enum AvroLogical
{
    None,
    Decimal,
    Uuid,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis,
    LocalTimestampMicros,
    LocalTimestampNanos,
    Duration,
}
