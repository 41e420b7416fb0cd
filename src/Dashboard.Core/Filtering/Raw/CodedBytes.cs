using Dashboard.Core.Decoding.Avro;
using Dashboard.Core.Decoding.Compression;

namespace Dashboard.Core.Filtering.Raw;

/// <summary>Bodies whose text is not in their bytes.</summary>
internal static class CodedBytes
{
    /// <summary>They begin like something that is compressed, or written with a schema. Of text and JSON one byte tells.</summary>
    public static bool MayBe(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] is > 0x1F and < 0x80 and not ((byte)'(' or (byte)'O'))
            return false;

        // 0 stands before the number of a schema, and begins the records that brokers write for themselves.
        return body[0] == 0 || EncodedBody.Recognised(body) is not null || AvroFile.IsOne(body);
    }
}
