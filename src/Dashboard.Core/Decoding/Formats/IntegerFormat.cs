using System.Buffers.Binary;
using System.Globalization;

namespace Dashboard.Core.Decoding.Formats;

/// <summary>A whole number of 1, 2, 4 or 8 bytes.</summary>
/// <param name="isBigEndian">The first byte is the highest, as Java writes it.</param>
public sealed class IntegerFormat(bool isBigEndian) : LocalFormat
{
    public override PayloadDecoderChoice Choice { get; } = isBigEndian
        ? new PayloadDecoderChoice("integer", "Integer, big-endian")
        : new PayloadDecoderChoice("integer-le", "Integer, little-endian");

    /// <summary>Keys of four or eight bytes that are no text are numbers nearly always; values are not.</summary>
    public override bool Recognises(in PayloadRequest request)
        => isBigEndian && request is { Part: PayloadPart.Key, Bytes.Length: 4 or 8 } && request.Bytes.Span.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0;

    protected override DecodedPayload Read(in PayloadRequest request)
    {
        var bytes = request.Bytes.Span;
        var (signed, unsigned) = bytes.Length switch
        {
            1 => ((sbyte)bytes[0], bytes[0]),
            2 when isBigEndian => (BinaryPrimitives.ReadInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes)),
            2 => (BinaryPrimitives.ReadInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
            4 when isBigEndian => (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            4 => (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
            8 when isBigEndian => (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes)),
            8 => ((long, ulong))(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes)),
            var length => throw new PayloadException($"an integer has 1, 2, 4 or 8 bytes, not {length.ToString("N0", CultureInfo.InvariantCulture)}"),
        };
        var note = signed < 0 ? $"Unsigned it is {unsigned.ToString(CultureInfo.InvariantCulture)}" : null;
        return DecodedPayload.Plain(Choice.Id, $"{Choice.Title}, {bytes.Length} {(bytes.Length == 1 ? "byte" : "bytes")}", signed.ToString(CultureInfo.InvariantCulture), note);
    }
}
