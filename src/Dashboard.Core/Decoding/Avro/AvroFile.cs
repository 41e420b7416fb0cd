using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using Dashboard.Core.Decoding.Compression;

namespace Dashboard.Core.Decoding.Avro;

/// <summary>An object container file: its own schema, then blocks of values.</summary>
public static class AvroFile
{
    private const int SyncLength = 16;
    private const int MaxSchemaBytes = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length > Magic.Length + SyncLength && bytes.StartsWith(Magic);

    /// <summary>Reads all values of a file, as a JSON list.</summary>
    /// <exception cref="PayloadException">It is no such file, is broken, or uses a codec that is not known.</exception>
    public static AvroFileContent Read(ReadOnlySpan<byte> bytes, PayloadLimits? limits = null)
    {
        limits ??= PayloadLimits.Default;
        if (!IsOne(bytes))
            throw new PayloadException("it does not begin as an Avro file does (Obj, 1)");
        var reader = new AvroReader(bytes, Magic.Length);
        var (schemaText, codec) = Header(ref reader);
        var schema = AvroSchema.Parse(schemaText);
        var sync = reader.Fixed(SyncLength);
        using var json = new JsonOutput(limits);
        json.StartArray();
        var values = 0L;
        while (reader.Left > 0)
        {
            var at = reader.At;
            var count = reader.Long();
            var block = reader.Block();
            if (count < 0)
                throw reader.Wrong("a block holds a negative number of values", at);
            ReadBlock(schema, Expand(block, codec, limits), count, ref values, json, limits);
            at = reader.At;
            if (!reader.Fixed(SyncLength).SequenceEqual(sync))
                throw reader.Wrong("the mark behind a block is not the file's", at);
        }

        json.EndArray();
        return new AvroFileContent(schema, codec, values, json.Finish());
    }

    private static void ReadBlock(AvroSchema schema, ReadOnlySpan<byte> block, long count, ref long values, JsonOutput json, PayloadLimits limits)
    {
        var reader = new AvroReader(block);
        for (var i = 0L; i < count; i++)
        {
            reader.Enter(values++);
            AvroJson.Write(schema, ref reader, json, limits);
            reader.Leave();
        }

        if (reader.Left > 0)
            throw reader.Wrong("a block holds more than its values", reader.At);
    }

    private static (string Schema, string Codec) Header(ref AvroReader reader)
    {
        string? schema = null;
        var codec = "null";
        for (var count = reader.BlockCount(); count > 0; count = reader.BlockCount())
        {
            for (var i = 0L; i < count; i++)
            {
                var at = reader.At;
                var key = reader.Block();
                var value = reader.Block();
                var isSchema = key.SequenceEqual("avro.schema"u8);
                if (!isSchema && !key.SequenceEqual("avro.codec"u8))
                    continue;
                if (!Utf8.IsValid(value) || value.Length > MaxSchemaBytes)
                    throw reader.Wrong("the head of the file is no text", at);
                if (isSchema)
                    schema = Encoding.UTF8.GetString(value);
                else if (value.Length > 0)
                    codec = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 40)]);
            }
        }

        return (schema ?? throw new PayloadException("the file holds no schema"), codec);
    }

    private static ReadOnlySpan<byte> Expand(ReadOnlySpan<byte> block, string codec, PayloadLimits limits)
    {
        switch (codec)
        {
            case "null":
                return block;
            case "deflate":
                using (var input = new MemoryStream(block.ToArray(), writable: false))
                using (var deflate = new DeflateStream(input, CompressionMode.Decompress))
                    return BoundedReading.All(deflate, limits.MaxExpandedBytes, codec).Span;
            case "snappy":
                // The last four bytes are a checksum of what comes out.
                if (block.Length < 4)
                    throw new PayloadException("a snappy block is shorter than its checksum");
                var expanded = SnappyBlock.Expand(block[..^4], limits.MaxExpandedBytes);
                if (Checksum.Crc32(expanded) != BinaryPrimitives.ReadUInt32BigEndian(block[^4..]))
                    throw new PayloadException("the checksum of a snappy block is wrong");
                return expanded;
            case "zstandard":
                return ZstdLibrary.Expand(block, limits.MaxExpandedBytes).Span;
            default:
                throw new PayloadException($"blocks are compressed with {codec}, which cannot be read here");
        }
    }
}

/// <summary>What a file holds.</summary>
/// <param name="Schema">Of each value.</param>
/// <param name="Codec">How blocks are compressed: <c>null</c>, <c>deflate</c>, <c>snappy</c>, <c>zstandard</c>.</param>
/// <param name="Count">How many values.</param>
/// <param name="Json">The values, as a list.</param>
public sealed record AvroFileContent(AvroSchema Schema, string Codec, long Count, ReadOnlyMemory<byte> Json);
