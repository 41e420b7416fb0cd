namespace Dashboard.Brokers.Kafka.Messages.Envelopes;

/// <summary>The value of a record, as much of it as is kept.</summary>
/// <param name="Bytes">The value, or its beginning; null for a null value and for one that was passed over.</param>
/// <param name="Size">Bytes of the whole value.</param>
/// <param name="WholeHash">SHA-256 of the whole value where only its beginning is kept; null elsewhere.</param>
/// <param name="IsPassedOver">It was not worth a look: nothing is kept.</param>
internal readonly record struct RecordValue(byte[]? Bytes, int Size, byte[]? WholeHash, bool IsPassedOver);
