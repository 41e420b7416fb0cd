using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Web.Components.Controls;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Messages.Comparing;

/// <summary>Two bodies: whether they are equal, and the lines that differ.</summary>
/// <param name="IsSame">They are the same to the byte.</param>
/// <param name="Lines">The lines; null where they cannot be compared by lines.</param>
/// <param name="Note">How they were compared, or why not by lines; null where there is nothing to say.</param>
public sealed record BodyDiff(bool IsSame, IReadOnlyList<DiffLine>? Lines, string? Note)
{
    private const int MaxBytes = 2 * 1024 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>They differ in their bytes and hold the same values; <see cref="Note"/> says in what they differ.</summary>
    public bool HasSameValues { get; init; }

    /// <summary>Compares two bodies, decompressed before where they were compressed.</summary>
    /// <param name="before">The one.</param>
    /// <param name="after">The other.</param>
    /// <param name="ignoresKeyOrder">Objects of JSON bodies are compared by their keys, in whatever order these stand.</param>
    public static BodyDiff Of(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, bool ignoresKeyOrder)
    {
        if (before.Span.SequenceEqual(after.Span))
            return new BodyDiff(true, null, null);
        if (before.Length > MaxBytes || after.Length > MaxBytes)
            return new BodyDiff(false, null, $"The bodies differ. They are too large to be compared by lines ({Figures.Bytes(before.Length)} and {Figures.Bytes(after.Length)}).");
        if (Pretty(before, ignoresKeyOrder) is { } left && Pretty(after, ignoresKeyOrder) is { } right)
        {
            return left == right
                ? SameValues(ignoresKeyOrder ? "The same JSON values: only white space or the order of keys differs." : "The same JSON values: only white space differs.")
                : ByLines(left, right, ignoresKeyOrder ? "Compared as JSON: white space and the order of keys do not count." : "Shown as formatted JSON: white space does not count.");
        }

        if (!Utf8.IsValid(before.Span) || !Utf8.IsValid(after.Span))
            return ByLines(Hex(before), Hex(after), "Compared as bytes, because at least one is binary.");
        return ByLines(Encoding.UTF8.GetString(before.Span), Encoding.UTF8.GetString(after.Span), null);
    }

    /// <summary>Two bodies that hold the same values in different bytes.</summary>
    /// <param name="note">In what they differ.</param>
    public static BodyDiff SameValues(string note) => new(false, null, note) { HasSameValues = true };

    private static BodyDiff ByLines(string left, string right, string? note) => LineDiff.Of(left, right) is { } lines
        ? new BodyDiff(false, lines, note)
        : new BodyDiff(false, null, $"The bodies differ. They have more than {LineDiff.MaxLines:N0} lines, which are not compared.");

    /// <summary>The JSON with one value a line; null where it is none.</summary>
    private static string? Pretty(ReadOnlyMemory<byte> body, bool sortsKeys)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented))
                Write(writer, document.RootElement, sortsKeys);
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no text: then it is compared as it stands.
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool sortsKeys)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in sortsKeys ? value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal) : value.EnumerateObject().AsEnumerable())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, sortsKeys);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item, sortsKeys);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string Hex(ReadOnlyMemory<byte> bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < HexDump.LineCount(bytes.Length) && i <= LineDiff.MaxLines; i++)
        {
            var line = HexDump.Line(bytes.Span, i);
            text.Append(line.Hex).Append("  ").Append(line.Ascii).Append('\n');
        }

        return text.ToString();
    }
}
