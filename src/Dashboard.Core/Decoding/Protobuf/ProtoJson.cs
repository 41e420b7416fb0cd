using System.Globalization;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>
/// Reads a Protobuf message by its descriptor into JSON with the field names of the .proto file. Fields that have no presence stand there with
/// their defaults; fields the schema does not know stand under their numbers.
/// </summary>
public static class ProtoJson
{
    /// <summary>Reads a message that fills the bytes.</summary>
    /// <exception cref="PayloadException">The bytes are no such message, or a bound was reached.</exception>
    public static ReadOnlyMemory<byte> Read(ProtoDescriptors descriptors, ProtoMessage type, ReadOnlySpan<byte> bytes, PayloadLimits? limits = null)
    {
        limits ??= PayloadLimits.Default;
        using var json = new JsonOutput(limits);
        new ProtoWriter(descriptors, json, limits).Message(type, bytes, 0);
        return json.Finish();
    }
}

/// <summary>One reading of one message.</summary>
internal sealed class ProtoWriter(ProtoDescriptors descriptors, JsonOutput json, PayloadLimits limits)
{
    private int _left = limits.MaxValues;

    public void Message(ProtoMessage type, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > limits.MaxDepth)
            throw new PayloadException($"messages are nested deeper than {limits.MaxDepth}");
        var found = Collect(type, bytes, out var unknown);
        json.StartObject();
        foreach (var field in type.Fields)
        {
            var values = found.GetValueOrDefault(field.Number);
            if (values is null && field.HasPresence && !field.IsRepeated)
                continue;
            json.Name(field.Name);
            if (IsMap(field) is { } entry)
                Map(entry, values ?? [], bytes, depth);
            else if (field.IsRepeated)
                List(field, values ?? [], bytes, depth);
            else
                Single(field, values, bytes, depth);
        }

        foreach (var field in unknown)
        {
            json.Name(field.Number.ToString(CultureInfo.InvariantCulture));
            RawProtobuf.WriteField(bytes, field, json, depth, ref _left);
        }

        json.EndObject();
    }

    private ProtoMessage? IsMap(ProtoField field)
        => field is { IsRepeated: true, Type: ProtoType.Message } && descriptors.Message(field.TypeName) is { IsMapEntry: true } entry ? entry : null;

    private Dictionary<int, List<WireField>> Collect(ProtoMessage type, ReadOnlySpan<byte> bytes, out List<WireField> unknown)
    {
        var found = new Dictionary<int, List<WireField>>();
        var oneOfs = new Dictionary<int, int>();
        unknown = [];
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            if (--_left < 0)
                throw reader.Wrong("the message holds too many values", reader.At);
            var at = reader.At;
            var value = reader.Next();
            if (type.Field(value.Number) is not { } field)
            {
                unknown.Add(value);
                continue;
            }

            if (value.Type != field.Wire && !(field.IsPackable && value.Type == WireType.Length))
                throw new PayloadException($"the field is written as {value.Type}, and the schema says {field.Type}", at, $"{type.Name}.{field.Name}");
            // Of a oneof the last one holds.
            if (field.OneOf >= 0 && oneOfs.TryGetValue(field.OneOf, out var earlier) && earlier != field.Number)
                found.Remove(earlier);
            if (field.OneOf >= 0)
                oneOfs[field.OneOf] = field.Number;
            if (!found.TryGetValue(value.Number, out var values))
                found[value.Number] = values = [];
            values.Add(value);
        }

        return found;
    }

    private void Single(ProtoField field, List<WireField>? values, ReadOnlySpan<byte> bytes, int depth)
    {
        if (values is null)
            ProtoScalar.WriteDefault(field, descriptors, json);
        else if (field.Type is ProtoType.Message or ProtoType.Group && values.Count > 1)
            Nested(field, Merge(values, bytes), depth);
        else
            Value(field, values[^1], bytes, depth);
    }

    // Several parts of one message are merged by reading them as one.
    private static byte[] Merge(List<WireField> parts, ReadOnlySpan<byte> bytes)
    {
        var merged = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            bytes.Slice(part.Start, part.Length).CopyTo(merged.AsSpan(at));
            at += part.Length;
        }

        return merged;
    }

    private void List(ProtoField field, List<WireField> values, ReadOnlySpan<byte> bytes, int depth)
    {
        json.StartArray();
        foreach (var value in values)
        {
            if (!field.IsPackable || value.Type != WireType.Length)
            {
                Value(field, value, bytes, depth);
                continue;
            }

            var packed = new WireReader(bytes.Slice(value.Start, value.Length), value.Start);
            while (!packed.IsAtEnd)
                ProtoScalar.Write(field, ProtoScalar.ReadPacked(field, ref packed), descriptors, json);
        }

        json.EndArray();
    }

    private void Map(ProtoMessage entry, List<WireField> values, ReadOnlySpan<byte> bytes, int depth)
    {
        json.StartObject();
        foreach (var value in values)
        {
            var content = bytes.Slice(value.Start, value.Length);
            var found = Collect(entry, content, out _);
            var (key, held) = (entry.Field(1), entry.Field(2));
            if (key is null || held is null)
                throw new PayloadException($"the descriptor of the map {entry.Name} lacks a key or a value");
            var keys = found.GetValueOrDefault(1);
            json.Name(keys is null ? ProtoScalar.DefaultName(key) : ProtoScalar.NameOf(key, keys[^1], content));
            if (found.GetValueOrDefault(2) is { } parts)
                Single(held, parts, content, depth);
            else if (held.Type == ProtoType.Message)
                Nested(held, [], depth);
            else
                ProtoScalar.WriteDefault(held, descriptors, json);
        }

        json.EndObject();
    }

    private void Value(ProtoField field, WireField value, ReadOnlySpan<byte> bytes, int depth)
    {
        var content = bytes.Slice(value.Start, value.Length);
        switch (field.Type)
        {
            case ProtoType.Message or ProtoType.Group:
                Nested(field, content, depth);
                break;
            case ProtoType.String:
                if (!json.TryUtf8(content))
                    throw new PayloadException("a string is no UTF-8", value.Start, field.Name);
                break;
            case ProtoType.Bytes:
                json.Bytes(content);
                break;
            default:
                ProtoScalar.Write(field, value.Scalar, descriptors, json);
                break;
        }
    }

    private void Nested(ProtoField field, ReadOnlySpan<byte> content, int depth)
    {
        if (ProtoKnownTypes.TryWrite(field.TypeName, content, json))
            return;
        if (descriptors.Message(field.TypeName) is { } type)
            Message(type, content, depth + 1);
        else
            RawProtobuf.WriteMessage(content, json, depth + 1, ref _left);
    }
}
