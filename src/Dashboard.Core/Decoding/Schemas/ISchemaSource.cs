namespace Dashboard.Core.Decoding.Schemas;

/// <summary>Where schemas come from. Never throws but for its caller's cancellation, and never takes long.</summary>
public interface ISchemaSource
{
    /// <summary>Host and port, for sentences; holds no secret.</summary>
    string Name { get; }

    /// <summary>The answer from memory; false where it has to be asked for.</summary>
    bool TryGet(SchemaPointer pointer, out SchemaAnswer? answer);

    /// <summary>Asks, unless the answer is in memory.</summary>
    ValueTask<SchemaAnswer> GetAsync(SchemaPointer pointer, CancellationToken cancellationToken);
}
