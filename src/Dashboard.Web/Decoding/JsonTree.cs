using System.Text;
using System.Text.Json;

namespace Dashboard.Web.Decoding;

/// <summary>
/// A JSON text as a flat list of nodes in reading order, so that a view draws only the rows on the screen. Keeps order, double names and
/// numbers to the digit, as the message has them.
/// </summary>
public sealed class JsonTree
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly List<JsonNode> _nodes;

    private JsonTree(ReadOnlyMemory<byte> utf8, List<JsonNode> nodes, bool isCut)
    {
        _utf8 = utf8;
        _nodes = nodes;
        IsCut = isCut;
    }

    /// <summary>In reading order: a container, then what is in it.</summary>
    public IReadOnlyList<JsonNode> Nodes => _nodes;

    /// <summary>The text has more values than the bound allows, or was cut before its end; the tree shows the first ones.</summary>
    public bool IsCut { get; }

    /// <summary>Reads the text.</summary>
    /// <param name="utf8">The text; kept by reference.</param>
    /// <param name="isTruncated">The text is only the first part: its sudden end is no error.</param>
    /// <param name="limits">Bounds of depth and number of nodes.</param>
    /// <param name="problem">Why it is no JSON, with line and position; null where it is.</param>
    /// <returns>The tree; null where the text is no JSON.</returns>
    public static JsonTree? Read(ReadOnlyMemory<byte> utf8, bool isTruncated, DecodingLimits limits, out string? problem)
    {
        var nodes = new List<JsonNode>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(utf8.Span, isFinalBlock: !isTruncated, new JsonReaderState(new JsonReaderOptions { MaxDepth = limits.MaxJsonDepth, AllowMultipleValues = true }));
        var isCut = isTruncated;
        problem = null;
        try
        {
            var name = default(Slice);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = SliceOf(ref reader);
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    Close(nodes, open.Pop());
                    continue;
                }

                if (nodes.Count >= limits.MaxJsonNodes)
                {
                    isCut = true;
                    break;
                }

                Add(nodes, open, ref reader, name);
                name = default;
            }
        }
        catch (JsonException e)
        {
            problem = $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}: {FirstSentence(e.Message)}";
            return null;
        }

        if (nodes.Count == 0)
        {
            problem = "there is no value in it";
            return null;
        }

        while (open.Count > 0)
            Close(nodes, open.Pop());
        return new JsonTree(utf8, nodes, isCut);
    }

    /// <summary>The name of a member, escapes undone; null in arrays and at the root.</summary>
    public string? NameOf(int node) => _nodes[node].Name is { Length: > 0 } or { IsPresent: true } ? Unescape(_nodes[node].Name) : null;

    /// <summary>A leaf's value as text: strings without quotes and with escapes undone, everything else as written; null for containers.</summary>
    public string? ValueOf(int node) => _nodes[node].Kind switch
    {
        JsonNodeKind.Object or JsonNodeKind.Array => null,
        JsonNodeKind.Text => Unescape(_nodes[node].Value),
        _ => Encoding.UTF8.GetString(Bytes(_nodes[node].Value)),
    };

    /// <summary>The node's text exactly as it stands in the message.</summary>
    public string RawOf(int node) => Encoding.UTF8.GetString(Bytes(_nodes[node].Value));

    /// <summary>The nodes to draw when the given containers are folded.</summary>
    public List<int> VisibleNodes(IReadOnlySet<int> folded)
    {
        var visible = new List<int>(_nodes.Count);
        for (var i = 0; i < _nodes.Count; i++)
        {
            visible.Add(i);
            if (folded.Contains(i))
                i = _nodes[i].End - 1;
        }

        return visible;
    }

    /// <summary>The first node at or after <paramref name="from"/>, going round, whose name or value holds the text without case; -1 for none.</summary>
    /// <param name="text">What to find.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="backwards">Towards the beginning.</param>
    public int Find(string text, int from, bool backwards = false)
    {
        if (text.Length == 0)
            return -1;
        var count = _nodes.Count;
        for (var step = 0; step < count; step++)
        {
            var i = (((backwards ? from - step : from + step) % count) + count) % count;
            if (NameOf(i)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
                || ValueOf(i)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                return i;
        }

        return -1;
    }

    /// <summary>The containers around a node.</summary>
    public IEnumerable<int> AncestorsOf(int node)
    {
        for (var parent = _nodes[node].Parent; parent >= 0; parent = _nodes[parent].Parent)
            yield return parent;
    }

    private static void Add(List<JsonNode> nodes, Stack<int> open, ref Utf8JsonReader reader, Slice name)
    {
        var parent = open.Count == 0 ? -1 : open.Peek();
        if (parent >= 0)
            nodes[parent] = nodes[parent] with { Children = nodes[parent].Children + 1 };
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonNodeKind.Object,
            JsonTokenType.StartArray => JsonNodeKind.Array,
            JsonTokenType.String => JsonNodeKind.Text,
            JsonTokenType.Number => JsonNodeKind.Number,
            JsonTokenType.Null => JsonNodeKind.Null,
            _ => JsonNodeKind.Flag,
        };
        nodes.Add(new JsonNode(kind, open.Count, parent, nodes.Count + 1, 0, name, SliceOf(ref reader)));
        if (kind is JsonNodeKind.Object or JsonNodeKind.Array)
            open.Push(nodes.Count - 1);
    }

    private static void Close(List<JsonNode> nodes, int container) => nodes[container] = nodes[container] with { End = nodes.Count };

    private static Slice SliceOf(ref Utf8JsonReader reader)
    {
        // Strings and names: the value without its quotes.
        var isQuoted = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        return new Slice((int)reader.TokenStartIndex + (isQuoted ? 1 : 0), reader.ValueSpan.Length, reader.ValueIsEscaped, true);
    }

    private static string FirstSentence(string message)
    {
        // The reader's advice to its programmer is none to an operator.
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end])
            .Replace(" Change the reader options.", "", StringComparison.Ordinal)
            .Replace(" which is not supported in this mode", "", StringComparison.Ordinal);
    }

    private ReadOnlySpan<byte> Bytes(Slice slice) => _utf8.Span.Slice(slice.Start, slice.Length);

    private string Unescape(Slice slice)
    {
        if (!slice.IsEscaped)
            return Encoding.UTF8.GetString(Bytes(slice));
        try
        {
            var reader = new Utf8JsonReader(_utf8.Span.Slice(slice.Start - 1, slice.Length + 2));
            reader.Read();
            return reader.GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair: legal JSON, no legal text. Shown as written.
            return Encoding.UTF8.GetString(Bytes(slice));
        }
    }
}

/// <summary>One value of a JSON text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Depth">Containers around it.</param>
/// <param name="Parent">Ordinal of the container; -1 at the root.</param>
/// <param name="End">Ordinal after the last node inside it; its own ordinal + 1 for leaves.</param>
/// <param name="Children">Values directly inside it.</param>
/// <param name="Name">Where its name stands.</param>
/// <param name="Value">Where its value stands.</param>
public readonly record struct JsonNode(JsonNodeKind Kind, int Depth, int Parent, int End, int Children, Slice Name, Slice Value);

/// <summary>A part of the text.</summary>
public readonly record struct Slice(int Start, int Length, bool IsEscaped, bool IsPresent);

/// <summary>Kinds of JSON values.</summary>
public enum JsonNodeKind
{
    Object,
    Array,
    Text,
    Number,
    Flag,
    Null,
}
