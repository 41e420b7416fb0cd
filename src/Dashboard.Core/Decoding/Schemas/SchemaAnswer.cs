namespace Dashboard.Core.Decoding.Schemas;

/// <summary>A schema, or why there is none.</summary>
/// <param name="Schema">The schema; null where <paramref name="Problem"/> stands.</param>
/// <param name="Problem">A sentence without its full stop: <c>schema 42 is not known to the registry at registry:8081</c>.</param>
public sealed record SchemaAnswer(RegisteredSchema? Schema, string? Problem)
{
    public static SchemaAnswer Of(RegisteredSchema schema) => new(schema, null);

    public static SchemaAnswer Failed(string problem) => new(null, problem);
}
