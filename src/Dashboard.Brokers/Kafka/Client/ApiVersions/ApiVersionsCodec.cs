using System.Buffers.Binary;
using System.Text;

namespace Dashboard.Brokers.Kafka.Client.ApiVersions;

/// <summary>
/// The ApiVersions request and its answer as bytes. Version 3 is asked; a broker older than that answers with version 0 and the error "unsupported
/// version", which names what it has. The answer's header never has tagged fields (KIP-511).
/// </summary>
public static class ApiVersionsCodec
{
    private const string ClientName = "broker-dashboard";
    private const short UnsupportedVersion = 35;
    private const int CorrelationId = 1;

    // Brokers offer fewer than a hundred requests and a handful of features.
    private const int MostEntries = 10_000;

    /// <summary>A request with its length in front.</summary>
    /// <param name="version">0 or 3.</param>
    public static byte[] Request(short version)
    {
        var name = Encoding.ASCII.GetBytes(ClientName);
        List<byte> body = [.. Short((short)ApiKey.ApiVersions), .. Short(version), .. Int(CorrelationId), .. Short((short)name.Length), .. name];
        if (version >= 3)
        {
            // No tags in the header; the software's name and version; no tags in the body. Compact texts have their length and one.
            body.Add(0);
            body.AddRange([(byte)(name.Length + 1), .. name, 2, (byte)'1', 0]);
        }

        return [.. Int(body.Count), .. body];
    }

    /// <summary>Reads an answer without the length in front.</summary>
    /// <param name="answer">Its bytes.</param>
    /// <param name="version">The version that was asked.</param>
    /// <exception cref="FormatException">They are no answer to this request.</exception>
    public static BrokerApis Read(ReadOnlySpan<byte> answer, short version)
    {
        var reader = new Reader(answer);
        if (reader.Int() != CorrelationId)
            throw new FormatException("The answer belongs to another request.");
        var error = reader.Short();
        return error switch
        {
            0 when version >= 3 => ReadFlexible(ref reader),
            0 or UnsupportedVersion => new BrokerApis(ReadOld(ref reader)),
            _ => throw new FormatException($"The broker answered with the error {error}."),
        };
    }

    private static Dictionary<short, ApiRange> ReadOld(ref Reader reader)
    {
        var apis = new Dictionary<short, ApiRange>();
        var count = Checked(reader.Int());
        for (var i = 0; i < count; i++)
            apis[reader.Short()] = new ApiRange(reader.Short(), reader.Short());
        return apis;
    }

    private static BrokerApis ReadFlexible(ref Reader reader)
    {
        var apis = new Dictionary<short, ApiRange>();
        var count = Checked(reader.Varint() - 1);
        for (var i = 0; i < count; i++)
        {
            apis[reader.Short()] = new ApiRange(reader.Short(), reader.Short());
            reader.SkipTags();
        }

        reader.Int(); // throttled for so many ms
        Dictionary<string, ApiRange> supported = new(StringComparer.Ordinal);
        Dictionary<string, short> finalized = new(StringComparer.Ordinal);
        var tags = Checked(reader.Varint());
        for (var i = 0; i < tags; i++)
        {
            var tag = reader.Varint();
            var field = new Reader(reader.Bytes(Checked(reader.Varint(), 1 << 20)));
            if (tag == 0)
                ReadSupported(ref field, supported);
            else if (tag == 2)
                ReadFinalized(ref field, finalized);
        }

        return new BrokerApis(apis) { Supported = supported, Finalized = finalized };
    }

    private static void ReadSupported(ref Reader reader, Dictionary<string, ApiRange> features)
    {
        var count = Checked(reader.Varint() - 1);
        for (var i = 0; i < count; i++)
        {
            features[reader.CompactText()] = new ApiRange(reader.Short(), reader.Short());
            reader.SkipTags();
        }
    }

    private static void ReadFinalized(ref Reader reader, Dictionary<string, short> features)
    {
        var count = Checked(reader.Varint() - 1);
        for (var i = 0; i < count; i++)
        {
            var name = reader.CompactText();
            features[name] = reader.Short();
            reader.Short(); // lowest level
            reader.SkipTags();
        }
    }

    private static int Checked(int count, int most = MostEntries)
        => count >= 0 && count <= most ? count : throw new FormatException($"An answer with {count} entries is none of this request.");

    private static byte[] Short(short value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Int(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public short Short() => BinaryPrimitives.ReadInt16BigEndian(Bytes(2));

        public int Int() => BinaryPrimitives.ReadInt32BigEndian(Bytes(4));

        public string CompactText() => Encoding.UTF8.GetString(Bytes(Checked(Varint() - 1, 1 << 15)));

        public int Varint()
        {
            var value = 0;
            for (var shift = 0; shift < 35; shift += 7)
            {
                var next = Bytes(1)[0];
                value |= (next & 0x7f) << shift;
                if (next < 0x80)
                    return value;
            }

            throw new FormatException("A number has no end.");
        }

        public void SkipTags()
        {
            var tags = Checked(Varint());
            for (var i = 0; i < tags; i++)
            {
                Varint();
                Bytes(Checked(Varint(), 1 << 20));
            }
        }

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (_rest.Length < count)
                throw new FormatException("The answer ends too soon.");
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
