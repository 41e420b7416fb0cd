using System.Text.Json.Serialization;

namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>A schema as the registry's API writes it.</summary>
internal sealed record SchemaDto
{
    public string? Schema { get; init; }

    /// <summary>Missing for Avro.</summary>
    public string? SchemaType { get; init; }

    public int? Id { get; init; }

    public IReadOnlyList<ReferenceDto>? References { get; init; }
}

/// <summary>What a schema refers to: a subject in one version.</summary>
internal sealed record ReferenceDto(string? Name, string? Subject, int? Version);

/// <summary>Where a schema is registered.</summary>
internal sealed record SubjectVersionDto(string? Subject, int? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SchemaDto))]
[JsonSerializable(typeof(List<SubjectVersionDto>))]
internal sealed partial class RegistryJson : JsonSerializerContext;
