using System.Buffers;
using System.Text.Json;
using Dashboard.Core.Model;

namespace Dashboard.Core.Operations.Lines;

/// <summary>Writes messages to a stream as JSON lines, one at a time, and at last a line that says how the export ended.</summary>
public sealed class MessageLineWriter(Stream destination) : IDisposable
{
    /// <summary>The one name of the last line.</summary>
    public const string EndName = "export_end";

    private readonly ArrayBufferWriter<byte> _line = new(4096);

    public void Dispose() => _line.Clear();

    /// <summary>Waits while whoever reads the stream is slower.</summary>
    /// <exception cref="IOException">The reader has gone.</exception>
    public void Write(MessageEnvelope message)
    {
        _line.ResetWrittenCount();
        MessageJsonLines.Write(_line, message);
        destination.Write(_line.WrittenSpan);
    }

    /// <summary>Writes the last line: read, written, not judged, and why it ended.</summary>
    public async Task EndAsync(MessageLook look, CancellationToken cancellationToken)
    {
        _line.ResetWrittenCount();
        await using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteStartObject(EndName);
            json.WriteNumber("read", look.Examined);
            json.WriteNumber("written", look.Matched);
            json.WriteNumber("not_judged", look.Unjudgeable);
            json.WriteString("ended_because", look.StopReason);
            json.WriteBoolean("is_complete", look.IsComplete);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        await destination.WriteAsync(_line.WrittenMemory, cancellationToken);
        await destination.FlushAsync(cancellationToken);
    }
}
