using System.Text;
using Dashboard.Brokers.Kafka.Messages.Envelopes;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Publishing;

/// <summary>
/// A message of a broker with typed headers, properties and routing keys, as a record: headers as texts under their own names, properties as headers
/// <c>amqp.NAME</c>, the routing key as the key. <c>docs/crossing-brokers.md</c> has the table.
/// </summary>
internal sealed class ForeignRecord(MessageEnvelope original)
{
    public const string PropertyPrefix = "amqp.";
    public const string KeyHeader = "x-replay-key";
    public const string TypesHeader = "x-replay-types";

    /// <summary>Properties that other consumers know under a name of their own.</summary>
    private static readonly Dictionary<string, string> KnownNames = new(StringComparer.Ordinal)
    {
        ["content_type"] = "content-type",
        ["content_encoding"] = "content-encoding",
    };

    /// <summary>The key that the record had before it went to the other broker, else the routing key; null where there is neither.</summary>
    public ReadOnlyMemory<byte>? Key()
    {
        if (original.Key is { } own)
            return own;
        foreach (var field in original.Headers)
        {
            if (field.Name == KeyHeader)
                return KafkaHeaders.BytesOf(field.Value) is { } key ? key : default(ReadOnlyMemory<byte>?);
        }

        // A null array would become an empty key, and all such messages one partition's, or on a compacted topic one message.
        return string.IsNullOrEmpty(original.RoutingKey) ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(original.RoutingKey);
    }

    public IEnumerable<MessageField> Headers()
    {
        foreach (var field in original.Headers.Where(field => field.Name != KeyHeader))
            yield return field;
        foreach (var field in original.Properties)
            yield return field with { Name = KnownNames.GetValueOrDefault(field.Name, PropertyPrefix + field.Name) };
        if (original.ContentType is { } type && !original.Properties.Any(field => field.Name == "content_type"))
            yield return new MessageField(KnownNames["content_type"], new TextValue(type));
        if (original.ContentEncoding is { } encoding && !original.Properties.Any(field => field.Name == "content_encoding"))
            yield return new MessageField(KnownNames["content_encoding"], new TextValue(encoding));
    }
}
