using System.Globalization;

namespace Dashboard.Core.Decoding.Formats;

/// <summary>A UUID as sixteen bytes, in the order it is written in.</summary>
public sealed class UuidFormat : LocalFormat
{
    public override PayloadDecoderChoice Choice { get; } = new("uuid", "UUID");

    public override bool Recognises(in PayloadRequest request) => false;

    protected override DecodedPayload Read(in PayloadRequest request)
        => request.Bytes.Length == 16
            ? DecodedPayload.Plain(Choice.Id, "UUID, 16 bytes", new Guid(request.Bytes.Span, bigEndian: true).ToString())
            : throw new PayloadException($"a UUID has 16 bytes, not {request.Bytes.Length.ToString("N0", CultureInfo.InvariantCulture)}");
}
