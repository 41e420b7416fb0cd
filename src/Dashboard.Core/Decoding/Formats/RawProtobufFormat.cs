using Dashboard.Core.Decoding.Protobuf;
using Dashboard.Core.Decoding.Schemas;

namespace Dashboard.Core.Decoding.Formats;

/// <summary>Protobuf without its schema. Nearly any bytes could be it, so that it is read only when asked for.</summary>
public sealed class RawProtobufFormat : LocalFormat
{
    internal const string Guess = "The types of fields are guessed: the message does not tell whether a number is signed, or bytes are a message";

    public override PayloadDecoderChoice Choice { get; } = new("protobuf-fields", "Protobuf (field numbers)");

    public override bool Recognises(in PayloadRequest request) => false;

    protected override DecodedPayload Read(in PayloadRequest request)
    {
        // A message cannot begin with 0: then a schema's number stands before it.
        var bytes = request.Bytes.Span;
        if (bytes[0] == 0 && SchemaPrefix.TryRead(request, out var prefix) && prefix.Offset > 0)
        {
            var at = prefix.Offset;
            SchemaPrefix.ReadIndex(bytes, ref at);
            return DecodedPayload.Json(Choice.Id, $"Protobuf by field numbers, behind the number of {prefix.Pointer}", RawProtobuf.Read(bytes[at..]), Guess);
        }

        return DecodedPayload.Json(Choice.Id, "Protobuf by field numbers", RawProtobuf.Read(bytes), Guess);
    }
}
