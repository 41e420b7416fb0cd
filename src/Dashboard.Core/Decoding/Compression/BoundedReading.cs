using System.Buffers;
using System.Globalization;

namespace Dashboard.Core.Decoding.Compression;

internal static class BoundedReading
{
    /// <summary>All of a decompressing stream, up to a bound.</summary>
    /// <exception cref="PayloadException">It is broken, or more comes out of it.</exception>
    public static ReadOnlyMemory<byte> All(Stream stream, int maximum, string encoding)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (true)
            {
                var read = stream.Read(output.GetSpan(16 * 1024));
                if (read == 0)
                    return output.WrittenMemory;
                if (output.WrittenCount + read > maximum)
                    throw TooLarge(maximum);
                output.Advance(read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            throw new PayloadException($"it is not valid {encoding}");
        }
    }

    public static PayloadException TooLarge(int maximum)
        => new($"it expands to more than {maximum.ToString("N0", CultureInfo.InvariantCulture)} bytes");
}
