using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Dashboard.Core.Decoding;

/// <summary>
/// JSON of decoded values, bounded in size and depth. Whole numbers stand in full, bytes as <c>base64:…</c>, what is no number as text.
/// </summary>
internal sealed class JsonOutput : IDisposable
{
    private const string BytesMark = "base64:";

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 1000,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _writer;
    private readonly PayloadLimits _limits;

    public JsonOutput(PayloadLimits limits)
    {
        _limits = limits;
        _writer = new Utf8JsonWriter(_buffer, Options);
    }

    /// <summary>The text, once all is written.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        _writer.Flush();
        return _buffer.WrittenMemory;
    }

    public void StartObject() => Checked(16).WriteStartObject();

    public void EndObject() => _writer.WriteEndObject();

    public void StartArray() => Checked(16).WriteStartArray();

    public void EndArray() => _writer.WriteEndArray();

    public void Name(string name) => Checked(name.Length).WritePropertyName(name);

    public void Null() => Checked(4).WriteNullValue();

    public void Bool(bool value) => Checked(5).WriteBooleanValue(value);

    public void Integer(long value) => Checked(20).WriteNumberValue(value);

    public void Integer(ulong value) => Checked(20).WriteNumberValue(value);

    public void Text(string value) => Checked(value.Length).WriteStringValue(value);

    /// <summary>A number as it is to stand there, digit for digit.</summary>
    public void Digits(string number) => Checked(number.Length).WriteRawValue(number, skipInputValidation: true);

    public void Number(double value)
    {
        if (double.IsFinite(value))
            Checked(24).WriteNumberValue(value);
        else
            Text(NotFinite(value));
    }

    public void Number(float value)
    {
        if (float.IsFinite(value))
            Checked(16).WriteNumberValue(value);
        else
            Text(NotFinite(value));
    }

    /// <summary>UTF-8 as a text; false, and nothing written, where it is none.</summary>
    public bool TryUtf8(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            return false;
        Checked(utf8.Length).WriteStringValue(utf8);
        return true;
    }

    /// <summary>UTF-8 as a name; false, and nothing written, where it is none.</summary>
    public bool TryName(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            return false;
        Checked(utf8.Length).WritePropertyName(utf8);
        return true;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[BytesMark.Length + Base64.GetMaxEncodedToUtf8Length(Bounded(bytes.Length))];
        Encoding.ASCII.GetBytes(BytesMark, text);
        Base64.EncodeToUtf8(bytes, text.AsSpan(BytesMark.Length), out _, out var written);
        Checked(text.Length).WriteStringValue(text.AsSpan(0, BytesMark.Length + written));
    }

    public void Dispose() => _writer.Dispose();

    private static string NotFinite(double value)
        => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private int Bounded(int bytes)
    {
        Checked(bytes);
        return bytes;
    }

    private Utf8JsonWriter Checked(int more)
    {
        if (_writer.BytesCommitted + _writer.BytesPending + more > _limits.MaxOutputBytes)
            throw new PayloadException($"the decoded text would be larger than {_limits.MaxOutputBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes");
        return _writer;
    }
}
