using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Dashboard.Core.Masking;

/// <summary>
/// Writes a text in the place of values of a JSON text. All else stays as it is, to the byte; what stands twice is hidden twice.
/// </summary>
internal static class BodyMask
{
    private static readonly byte[] Masked = [.. "\""u8, .. Encoding.UTF8.GetBytes(MessageMask.Text), .. "\""u8];

    /// <summary>The JSON without what is hidden; null where it is no JSON that can be read to its end.</summary>
    /// <param name="json">The whole text, without a byte order mark.</param>
    /// <param name="fields">Fields of bodies.</param>
    /// <param name="hidden">Told each field that was there.</param>
    public static byte[]? Hide(ReadOnlySpan<byte> json, IReadOnlyList<MaskedField> fields, ISet<string> hidden)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        var path = new List<string>();
        // The depth of each name on the path: a name is over when its value is.
        var depths = new Stack<int>();
        var copied = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    Leave(reader.CurrentDepth, path, depths);
                    path.Add(reader.GetString() ?? "");
                    depths.Push(reader.CurrentDepth);
                    if (fields.FirstOrDefault(field => field.Hides(path)) is not { } field)
                        continue;
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    output.Write(json[copied..start]);
                    output.Write(Masked);
                    copied = (int)reader.BytesConsumed;
                    hidden.Add(field.Text);
                }
                else if (reader.TokenType is JsonTokenType.EndObject)
                {
                    Leave(reader.CurrentDepth + 1, path, depths);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }

        output.Write(json[copied..]);
        return output.WrittenSpan.ToArray();
    }

    private static void Leave(int depth, List<string> path, Stack<int> depths)
    {
        while (depths.Count > 0 && depths.Peek() >= depth)
        {
            depths.Pop();
            path.RemoveAt(path.Count - 1);
        }
    }
}
