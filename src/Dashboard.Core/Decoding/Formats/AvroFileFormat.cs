using System.Globalization;
using Dashboard.Core.Decoding.Avro;

namespace Dashboard.Core.Decoding.Formats;

/// <summary>An Avro object container file; it brings its schema.</summary>
public sealed class AvroFileFormat : LocalFormat
{
    public override PayloadDecoderChoice Choice { get; } = new("avro-file", "Avro file");

    public override bool Recognises(in PayloadRequest request) => AvroFile.IsOne(request.Bytes.Span);

    protected override DecodedPayload Read(in PayloadRequest request)
    {
        var file = AvroFile.Read(request.Bytes.Span);
        var name = file.Schema.Name.Length == 0 ? file.Schema.Kind.ToString() : $"'{file.Schema.Name}'";
        var codec = file.Codec == "null" ? "" : $", {file.Codec}";
        var title = $"Avro file of {name}, {file.Count.ToString("N0", CultureInfo.InvariantCulture)} {(file.Count == 1 ? "value" : "values")}{codec}";
        return DecodedPayload.Json(Choice.Id, title, file.Json);
    }
}
