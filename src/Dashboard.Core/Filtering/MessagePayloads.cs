using System.Text;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Decoding;
using Dashboard.Core.Model;

namespace Dashboard.Core.Filtering;

/// <summary>
/// Reads keys and values for filters, as the pages of messages do. A schema that is not known yet is fetched, and what asks waits for it: once for each schema, within the
/// time limit of the registry, however many messages there are. Thread-safe.
/// </summary>
public sealed class MessagePayloads(IConnectionRegistry connections)
{
    /// <summary>What a decoder made of a body; null where none recognises it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="content">Its body with the encodings undone.</param>
    /// <param name="isCut">Only the beginning of it.</param>
    public DecodedPayload? ReadValue(MessageEnvelope message, ReadOnlyMemory<byte> content, bool isCut)
        => message.Masked is not null && message.Masked.Any(IsOfBody) ? null : Read(message, PayloadRequest.ForValue(message, content, isCut));

    /// <summary>The key as text: what a decoder made of it, or else its bytes; null where the message has none.</summary>
    public string? ReadKey(MessageEnvelope message)
    {
        if (message.Key is not { } key)
            return null;
        if (IsPlain(key.Span) || Read(message, PayloadRequest.ForKey(message)) is not { IsRead: true } payload)
            return Encoding.UTF8.GetString(key.Span);
        return Encoding.UTF8.GetString(payload.Text.Span);
    }

    /// <summary>Printable ASCII is what it says, and no decoder is asked.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> key) => key.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;

    // The mask stands in the place of the bytes.
    private static bool IsOfBody(string path) => path.StartsWith("body", StringComparison.Ordinal);

    private DecodedPayload? Read(MessageEnvelope message, PayloadRequest request)
    {
        var decoder = connections.Find(message.Source.Connection)?.Find<IPayloadDecoder>() ?? PayloadDecoder.Neutral;
        return decoder.TryDecode(request, out var decoded)
            ? decoded
            : Task.Run(() => decoder.DecodeAsync(request, CancellationToken.None).AsTask()).GetAwaiter().GetResult();
    }
}
