using Dashboard.Core.Decoding;
using Dashboard.Core.Decoding.Schemas;

namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>How keys and values of Kafka records are read.</summary>
public static class KafkaPayloads
{
    /// <summary>A decoder for one connection.</summary>
    /// <param name="registry">Its schema registry; null where it has none.</param>
    public static PayloadDecoder DecoderFor(ISchemaSource? registry)
        => new([new OffsetsTopicFormat(), new RegistryFormat(registry), .. PayloadDecoder.NeutralFormats]);
}
