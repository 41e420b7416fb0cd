using System.Text;

namespace Dashboard.Core.Decoding.Protobuf;

/// <summary>Messages and enums of some .proto files, read from their serialized descriptors. Thread-safe once made.</summary>
public sealed class ProtoDescriptors
{
    private readonly Dictionary<string, ProtoMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProtoEnum> _enums = new(StringComparer.Ordinal);

    private ProtoDescriptors()
    {
    }

    /// <summary>Messages at the top of the last file, in its order: what a message index counts.</summary>
    public IReadOnlyList<ProtoMessage> TopLevel { get; private set; } = [];

    /// <summary>Reads files.</summary>
    /// <param name="files">Serialized <c>FileDescriptorProto</c>s; the one whose messages are read comes last.</param>
    /// <exception cref="PayloadException">One of them is no descriptor.</exception>
    public static ProtoDescriptors Read(IEnumerable<ReadOnlyMemory<byte>> files)
    {
        var descriptors = new ProtoDescriptors();
        foreach (var file in files)
            descriptors.AddFile(file.Span);
        return descriptors;
    }

    /// <summary>Reads a serialized <c>FileDescriptorSet</c>, as <c>protoc --descriptor_set_out</c> writes it.</summary>
    /// <exception cref="PayloadException">It is none.</exception>
    public static ProtoDescriptors ReadSet(ReadOnlyMemory<byte> set)
    {
        var files = new List<ReadOnlyMemory<byte>>();
        var reader = new WireReader(set.Span);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field is { Number: 1, Type: WireType.Length })
                files.Add(set.Slice(field.Start, field.Length));
        }

        return Read(files);
    }

    /// <summary>The message of this full name, without a leading point; null where it is not known.</summary>
    public ProtoMessage? Message(string name) => _messages.GetValueOrDefault(name);

    /// <summary>The message that a message index leads to: of the top level, then of those nested in it.</summary>
    /// <exception cref="PayloadException">It leads nowhere.</exception>
    public ProtoMessage At(IReadOnlyList<int> index)
    {
        var level = TopLevel;
        ProtoMessage? message = null;
        foreach (var at in index)
        {
            message = at >= 0 && at < level.Count ? level[at] : throw new PayloadException($"the message index [{string.Join(", ", index)}] leads to no message of the schema");
            level = message.Nested;
        }

        return message ?? throw new PayloadException("the message index is empty");
    }

    internal ProtoEnum? Enum(string name) => _enums.GetValueOrDefault(name);

    private void AddFile(ReadOnlySpan<byte> file)
    {
        var (package, isProto3) = ("", false);
        var messages = new List<(int Start, int Length)>();
        var enums = new List<(int Start, int Length)>();
        var reader = new WireReader(file);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field.Type == WireType.Varint)
            {
                // edition: presence is explicit unless a feature says otherwise.
                continue;
            }

            switch (field.Number)
            {
                case 2:
                    package = TextOf(file, field);
                    break;
                case 4:
                    messages.Add((field.Start, field.Length));
                    break;
                case 5:
                    enums.Add((field.Start, field.Length));
                    break;
                case 12:
                    isProto3 = TextOf(file, field) == "proto3";
                    break;
            }
        }

        TopLevel = [.. ReadMessages(file, messages, package, isProto3, 0)];
        foreach (var (start, length) in enums)
            AddEnum(file.Slice(start, length), package);
    }

    private List<ProtoMessage> ReadMessages(ReadOnlySpan<byte> bytes, List<(int Start, int Length)> slices, string scope, bool isProto3, int depth)
    {
        var messages = new List<ProtoMessage>();
        foreach (var (start, length) in slices)
            messages.Add(ReadMessage(bytes.Slice(start, length), scope, isProto3, depth));
        return messages;
    }

    private ProtoMessage ReadMessage(ReadOnlySpan<byte> bytes, string scope, bool isProto3, int depth)
    {
        if (depth > 32)
            throw new PayloadException("the descriptor nests messages deeper than 32");
        var (name, isMapEntry) = ("", false);
        var fields = new List<ProtoField>();
        var nested = new List<(int Start, int Length)>();
        var enums = new List<(int Start, int Length)>();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field.Type != WireType.Length)
                continue;
            var content = bytes.Slice(field.Start, field.Length);
            switch (field.Number)
            {
                case 1:
                    name = TextOf(bytes, field);
                    break;
                case 2:
                    fields.Add(ProtoField.Read(content, isProto3));
                    break;
                case 3:
                    nested.Add((field.Start, field.Length));
                    break;
                case 4:
                    enums.Add((field.Start, field.Length));
                    break;
                case 7:
                    isMapEntry = IsMapEntry(content);
                    break;
            }
        }

        var full = scope.Length == 0 ? name : $"{scope}.{name}";
        foreach (var (start, length) in enums)
            AddEnum(bytes.Slice(start, length), full);
        var message = new ProtoMessage(full, fields, isMapEntry, ReadMessages(bytes, nested, full, isProto3, depth + 1));
        _messages[full] = message;
        return message;
    }

    private static bool IsMapEntry(ReadOnlySpan<byte> options)
    {
        var reader = new WireReader(options);
        while (!reader.IsAtEnd)
        {
            if (reader.Next() is { Number: 7, Type: WireType.Varint, Scalar: not 0 })
                return true;
        }

        return false;
    }

    private void AddEnum(ReadOnlySpan<byte> bytes, string scope)
    {
        var name = "";
        var values = new Dictionary<int, string>();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field is { Number: 1, Type: WireType.Length })
                name = TextOf(bytes, field);
            else if (field is { Number: 2, Type: WireType.Length })
                AddValue(bytes.Slice(field.Start, field.Length), values);
        }

        _enums[scope.Length == 0 ? name : $"{scope}.{name}"] = new ProtoEnum(values);
    }

    private static void AddValue(ReadOnlySpan<byte> bytes, Dictionary<int, string> values)
    {
        var (name, number) = ("", 0);
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var field = reader.Next();
            if (field is { Number: 1, Type: WireType.Length })
                name = TextOf(bytes, field);
            else if (field is { Number: 2, Type: WireType.Varint })
                number = (int)field.Scalar;
        }

        // The first name of a number is its name; others are aliases.
        values.TryAdd(number, name);
    }

    private static string TextOf(ReadOnlySpan<byte> bytes, WireField field) => Encoding.UTF8.GetString(bytes.Slice(field.Start, field.Length));
}
