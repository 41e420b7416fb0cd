using System.Text.Json;
using Dashboard.Core.Decoding.Avro;
using Dashboard.Core.Decoding.Formats;
using Dashboard.Core.Decoding.Protobuf;

namespace Dashboard.Core.Decoding.Schemas;

/// <summary>Avro, Protobuf and JSON whose schema is named before the value or in a header, read by the schema of a registry.</summary>
/// <param name="source">The registry; null where the connection has none, which is then told.</param>
public sealed class RegistryFormat(ISchemaSource? source) : IPayloadFormat
{
    public PayloadDecoderChoice Choice { get; } = new("registry", "By its schema (registry)");

    public bool Recognises(in PayloadRequest request) => SchemaPrefix.TryRead(request, out _);

    public bool TryDecode(in PayloadRequest request, out DecodedPayload? decoded)
    {
        if (!SchemaPrefix.TryRead(request, out var prefix))
            decoded = Nameless();
        else if (source is null)
            decoded = Sourceless(prefix);
        else if (source.TryGet(prefix.Pointer, out var answer))
            decoded = Read(request, prefix, answer!);
        else
            return (decoded = null) is not null;
        return true;
    }

    public async ValueTask<DecodedPayload?> DecodeAsync(PayloadRequest request, CancellationToken cancellationToken)
    {
        if (!SchemaPrefix.TryRead(request, out var prefix))
            return Nameless();
        return source is null ? Sourceless(prefix) : Read(request, prefix, await source.GetAsync(prefix.Pointer, cancellationToken).ConfigureAwait(false));
    }

    private DecodedPayload Nameless()
        => DecodedPayload.Failed(Choice.Id, Choice.Title, "it names no schema: neither 0 and a number of four bytes stand before it, nor has it a header that does");

    private DecodedPayload Sourceless(SchemaPrefix prefix)
        => DecodedPayload.Failed(Choice.Id, Choice.Title, $"it seems to be written with {prefix.Pointer} of a schema registry, and this connection has no registry");

    private DecodedPayload Read(in PayloadRequest request, SchemaPrefix prefix, SchemaAnswer answer)
    {
        if (answer.Schema is not { } schema)
            return DecodedPayload.Failed(Choice.Id, Choice.Title, answer.Problem ?? "the registry gave no schema");
        try
        {
            return schema.Kind switch
            {
                SchemaKind.Avro => DecodedPayload.Json(Choice.Id, Title("Avro", schema, schema.Avro.Name), AvroJson.Read(schema.Avro, request.Bytes.Span, prefix.Offset)),
                SchemaKind.Protobuf => Proto(request, prefix, schema),
                _ => Json(request, prefix, schema),
            };
        }
        catch (PayloadException e)
        {
            return DecodedPayload.Failed(Choice.Id, Title(schema.Kind.ToString(), schema, ""), LocalFormat.ProblemOf(e, request.IsCut));
        }
    }

    private DecodedPayload Proto(in PayloadRequest request, SchemaPrefix prefix, RegisteredSchema schema)
    {
        var at = prefix.Offset;
        var indexAt = 0;
        var index = prefix.Offset > 0 ? SchemaPrefix.ReadIndex(request.Bytes.Span, ref at)
            : prefix.HeaderRest.Length > 0 ? SchemaPrefix.ReadIndex(prefix.HeaderRest.Span, ref indexAt)
            : [0];
        var content = request.Bytes.Span[at..];
        if (schema.Descriptors.Count == 0)
        {
            return DecodedPayload.Json(
                Choice.Id, Title("Protobuf by field numbers", schema, ""), RawProtobuf.Read(content), $"The registry gives no serialized descriptor. {RawProtobufFormat.Guess}");
        }

        var message = schema.Proto.At(index);
        return DecodedPayload.Json(Choice.Id, Title("Protobuf", schema, message.Name), ProtoJson.Read(schema.Proto, message, content));
    }

    private DecodedPayload Json(in PayloadRequest request, SchemaPrefix prefix, RegisteredSchema schema)
    {
        var json = request.Bytes[prefix.Offset..];
        var reader = new Utf8JsonReader(json.Span, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 }));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            throw new PayloadException("it is no JSON", prefix.Offset + reader.BytesConsumed, "");
        }

        return DecodedPayload.Json(Choice.Id, Title("JSON", schema, ""), json);
    }

    private static string Title(string how, RegisteredSchema schema, string type)
    {
        var name = type.Length > 0 ? type : schema.Subject ?? "";
        return $"{how}, {schema.Pointer}{(name.Length > 0 ? $" '{name}'" : "")}{(schema.Version is { } version ? $" v{version}" : "")} (registry)";
    }
}
