using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Brokers.Kafka.Decoding;

/// <summary>JSON of one record of the broker's own.</summary>
internal sealed class RecordJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public RecordJson() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Start() => _writer.WriteStartObject();

    public void End() => _writer.WriteEndObject();

    public void StartList(string name) => _writer.WriteStartArray(name);

    public void EndList() => _writer.WriteEndArray();

    public void Integer(string name, long value) => _writer.WriteNumber(name, value);

    public void Text(string name, string? value) => _writer.WriteString(name, value);

    public void Bytes(string name, ReadOnlySpan<byte> value) => _writer.WriteString(name, "base64:" + Convert.ToBase64String(value));

    /// <summary>Milliseconds since 1970 as a time; the number where it is none (-1).</summary>
    public void Time(string name, long millis)
    {
        if (millis is >= 0 and <= 253_402_300_799_999)
            _writer.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        else
            _writer.WriteNumber(name, millis);
    }

    public void Dispose() => _writer.Dispose();

    public ReadOnlyMemory<byte> Finish()
    {
        _writer.Flush();
        return _buffer.WrittenMemory;
    }
}
