using Dashboard.Core.Model;

namespace Dashboard.Core.Decoding;

/// <summary>Bytes that are to be read, and what helps to find out how.</summary>
/// <param name="Bytes">The payload, with its content encoding undone.</param>
/// <param name="Part">Key or value.</param>
/// <param name="Destination">Name of the topic, queue or stream.</param>
public readonly record struct PayloadRequest(ReadOnlyMemory<byte> Bytes, PayloadPart Part, string Destination)
{
    /// <summary>The decoder that was asked for, an <see cref="PayloadDecoderChoice.Id"/>; null to find one.</summary>
    public string? DecoderId { get; init; }

    /// <summary>The key of the message, where it has one: some values can only be read with it.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Headers of the message: a schema may be named there.</summary>
    public IReadOnlyList<MessageField> Headers { get; init; } = [];

    /// <summary>Only the beginning of the payload is known.</summary>
    public bool IsCut { get; init; }

    /// <summary>The payload of a message; <paramref name="content"/> is its value with the content encoding undone.</summary>
    public static PayloadRequest ForValue(MessageEnvelope message, ReadOnlyMemory<byte> content, bool isCut, string? decoderId = null)
        => new(content, PayloadPart.Value, message.Source.Name) { DecoderId = decoderId, Key = message.Key, Headers = message.Headers, IsCut = isCut };

    /// <summary>The key of a message; empty where it has none.</summary>
    public static PayloadRequest ForKey(MessageEnvelope message, string? decoderId = null)
        => new(message.Key ?? default, PayloadPart.Key, message.Source.Name) { DecoderId = decoderId, Key = message.Key, Headers = message.Headers };
}
