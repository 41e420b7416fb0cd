using Dashboard.Core.Decoding.Avro;
using Dashboard.Core.Decoding.Protobuf;

namespace Dashboard.Core.Decoding.Schemas;

/// <summary>A schema with all it refers to. Taken apart once, when it is first used. Thread-safe.</summary>
public sealed class RegisteredSchema
{
    private readonly Lazy<AvroSchema> _avro;
    private readonly Lazy<ProtoDescriptors> _descriptors;

    public RegisteredSchema()
    {
        _avro = new Lazy<AvroSchema>(() => AvroSchema.Parse(Text!, ReferencedTexts));
        _descriptors = new Lazy<ProtoDescriptors>(() => ProtoDescriptors.Read(Descriptors));
    }

    public required SchemaPointer Pointer { get; init; }

    public required SchemaKind Kind { get; init; }

    /// <summary>The schema as it was registered.</summary>
    public required string Text { get; init; }

    /// <summary>Texts of what it refers to, each after those it refers to itself.</summary>
    public IReadOnlyList<string> ReferencedTexts { get; init; } = [];

    /// <summary>Serialized <c>FileDescriptorProto</c>s in the same order, its own last; empty where the registry gives none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Descriptors { get; init; } = [];

    /// <summary>A subject it is registered under; null where that was not told.</summary>
    public string? Subject { get; init; }

    /// <summary>Its version there.</summary>
    public int? Version { get; init; }

    /// <exception cref="PayloadException">It is no Avro schema.</exception>
    internal AvroSchema Avro => _avro.Value;

    /// <exception cref="PayloadException">They are no descriptors.</exception>
    internal ProtoDescriptors Proto => _descriptors.Value;
}
