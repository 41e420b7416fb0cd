namespace Dashboard.Core.Decoding.Schemas;

/// <summary>Languages of schemas.</summary>
public enum SchemaKind
{
    Avro,
    Protobuf,
    Json,
}
