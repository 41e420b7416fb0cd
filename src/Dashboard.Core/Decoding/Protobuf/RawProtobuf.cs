using System.Globalization;
using System.Text.Unicode;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>
/// Protobuf without its schema: a tree of field numbers. A varint is shown as a number; fixed ones as <c>{"fixed32": …, "float": …}</c>; what
/// has a length as text, as a message, or as bytes, whichever it looks like. All of it is a guess.
/// </summary>
public static class RawProtobuf
{
    private const int MaxDepth = 24;

    /// <summary>Reads a message.</summary>
    /// <exception cref="PayloadException">The bytes are no message, or a bound was reached.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> bytes, PayloadLimits? limits = null)
    {
        limits ??= PayloadLimits.Default;
        using var json = new JsonOutput(limits);
        var left = limits.MaxValues;
        Write(bytes, Fields(bytes, ref left), json, 0, ref left);
        return json.Finish();
    }

    internal static void WriteMessage(ReadOnlySpan<byte> bytes, JsonOutput json, int depth, ref int left)
        => Write(bytes, Fields(bytes, ref left), json, depth, ref left);

    internal static void WriteField(ReadOnlySpan<byte> bytes, WireField field, JsonOutput json, int depth, ref int left)
    {
        switch (field.Type)
        {
            case WireType.Varint:
                json.Integer(field.Scalar);
                break;
            case WireType.Fixed64:
                json.StartObject();
                json.Name("fixed64");
                json.Integer(field.Scalar);
                json.Name("double");
                json.Number(BitConverter.UInt64BitsToDouble(field.Scalar));
                json.EndObject();
                break;
            case WireType.Fixed32:
                json.StartObject();
                json.Name("fixed32");
                json.Integer(field.Scalar);
                json.Name("float");
                json.Number(BitConverter.UInt32BitsToSingle((uint)field.Scalar));
                json.EndObject();
                break;
            default:
                WriteContent(bytes.Slice(field.Start, field.Length), json, depth, ref left);
                break;
        }
    }

    private static void WriteContent(ReadOnlySpan<byte> content, JsonOutput json, int depth, ref int left)
    {
        if (content.Length == 0)
        {
            json.Text("");
            return;
        }

        // Messages nearly always hold control bytes (the tags of the first fields are some), texts for people hardly ever.
        if (IsText(content) && json.TryUtf8(content))
            return;
        if (depth < MaxDepth && WireReader.IsMessage(content))
            Write(content, Fields(content, ref left), json, depth + 1, ref left);
        else if (IsMostlyText(content) && json.TryUtf8(content))
            return;
        else
            json.Bytes(content);
    }

    private static void Write(ReadOnlySpan<byte> bytes, List<WireField> fields, JsonOutput json, int depth, ref int left)
    {
        json.StartObject();
        foreach (var group in fields.GroupBy(field => field.Number).Select(group => group.ToList()))
        {
            json.Name(group[0].Number.ToString(CultureInfo.InvariantCulture));
            if (group.Count > 1)
                json.StartArray();
            foreach (var field in group)
                WriteField(bytes, field, json, depth, ref left);
            if (group.Count > 1)
                json.EndArray();
        }

        json.EndObject();
    }

    private static List<WireField> Fields(ReadOnlySpan<byte> bytes, ref int left)
    {
        var fields = new List<WireField>();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            if (--left < 0)
                throw reader.Wrong("the message holds too many values", reader.At);
            fields.Add(reader.Next());
        }

        return fields;
    }

    private static bool IsText(ReadOnlySpan<byte> content) => content.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && Utf8.IsValid(content);

    // Line breaks and tabs are text, other control bytes are not.
    private static bool IsMostlyText(ReadOnlySpan<byte> content)
    {
        foreach (var b in content)
        {
            if (b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t'))
                return false;
        }

        return Utf8.IsValid(content);
    }
}
