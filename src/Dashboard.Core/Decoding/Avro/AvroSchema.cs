namespace Dashboard.Core.Decoding.Avro;

/// <summary>A schema as its writer had it. May refer to itself.</summary>
public sealed class AvroSchema
{
    internal AvroSchema(AvroKind kind, string name = "") => (Kind, Name) = (kind, name);

    public AvroKind Kind { get; }

    /// <summary>Full name of a record, enum or fixed; empty for others.</summary>
    public string Name { get; }

    public AvroLogical Logical { get; internal set; }

    /// <summary>Digits after the point of a decimal.</summary>
    public int Scale { get; internal set; }

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; internal set; }

    /// <summary>Fields of a record, in the order they are written in.</summary>
    public IReadOnlyList<AvroField> Fields { get; internal set; } = [];

    public IReadOnlyList<string> Symbols { get; internal set; } = [];

    public IReadOnlyList<AvroSchema> Branches { get; internal set; } = [];

    /// <summary>What an array holds, or the values of a map.</summary>
    public AvroSchema? Items { get; internal set; }

    /// <summary>Reads a schema.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="referenced">Schemas whose named types it uses, each after those it uses itself.</param>
    /// <exception cref="PayloadException">It is no Avro schema.</exception>
    public static AvroSchema Parse(string json, IEnumerable<string>? referenced = null)
    {
        var parser = new AvroSchemaParser();
        foreach (var text in referenced ?? [])
            parser.Parse(text);
        return parser.Parse(json);
    }
}

/// <summary>A field of a record.</summary>
public sealed record AvroField(string Name, AvroSchema Schema);
