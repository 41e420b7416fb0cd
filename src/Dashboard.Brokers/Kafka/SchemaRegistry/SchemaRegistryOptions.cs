namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>Where a schema registry is and how far it is trusted. Holds a secret: never log, show or serialise it.</summary>
/// <param name="Url">The root of its REST API, http or https; a path below it is kept.</param>
public sealed record SchemaRegistryOptions(Uri Url)
{
    /// <summary>For basic authentication; null for none.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>How its certificate is judged.</summary>
    public ServerTrust Trust { get; init; } = new(null, false);

    /// <summary>For all requests of one schema together.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one answer.</summary>
    public int MaxAnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Schemas kept in memory; the one not used for longest goes first.</summary>
    public int MaxSchemas { get; init; } = 500;

    /// <summary>How many other schemas one may refer to, all in all.</summary>
    public int MaxReferences { get; init; } = 100;

    /// <summary>After this an unknown schema is asked for again.</summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After this a registry that failed is asked again.</summary>
    public TimeSpan FailedFor { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => $"schema registry at {Url.Authority}";
}
