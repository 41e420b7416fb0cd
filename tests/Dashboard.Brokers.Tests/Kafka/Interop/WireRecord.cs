using System.Globalization;
using System.Text.Json;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.Kafka.Interop;

/// <summary>A record to the byte, whoever tells of it, as one text: so that two of them are compared whole and a difference is seen.</summary>
internal static class WireRecord
{
    /// <summary>As a script tells it.</summary>
    public static string Of(JsonElement told) => Of(
        told.GetProperty("partition").GetInt32(),
        told.GetProperty("offset").GetInt64(),
        told.GetProperty("timestamp").GetInt64(),
        Bytes(told.GetProperty("key")),
        Bytes(told.GetProperty("value")),
        told.GetProperty("headers").EnumerateArray().Select(header => (header[0].GetString()!, Bytes(header[1]))));

    /// <summary>As a look shows it.</summary>
    public static string Of(MessageEnvelope message) => Of(
        message.Partition!.Value,
        LogPosition.Unpack(message.Position).Offset,
        message.Timestamp!.Value.ToUnixTimeMilliseconds(),
        message.Key?.ToArray(),
        message.IsTombstone ? null : message.Body.ToArray(),
        message.Headers.Select(header => (header.Name, KafkaHeaders.BytesOf(header.Value))));

    /// <summary>As it was meant to be written.</summary>
    public static string Of(int partition, long offset, long timestamp, byte[]? key, byte[]? value, IEnumerable<(string Name, byte[]? Value)> headers)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{partition}/{offset} at {timestamp} key {Hex(key)} value {Hex(value)} headers {string.Join(' ', headers.Select(header => $"{header.Name}={Hex(header.Value)}"))}");

    private static byte[]? Bytes(JsonElement base64) => base64.ValueKind == JsonValueKind.Null ? null : base64.GetBytesFromBase64();

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : $"[{Convert.ToHexString(bytes)}]";
}
