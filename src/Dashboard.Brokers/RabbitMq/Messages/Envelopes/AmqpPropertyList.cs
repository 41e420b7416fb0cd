using System.Collections;
using Dashboard.Core.Model;
using RabbitMQ.Client;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>Standard properties that are decoded when somebody looks at them.</summary>
/// <param name="raw">As the client library has them. Not to be changed any more.</param>
internal sealed class AmqpPropertyList(IReadOnlyBasicProperties raw) : IReadOnlyList<MessageField>
{
    private IReadOnlyList<MessageField>? _decoded;

    /// <summary>The properties in the client library's types.</summary>
    public IReadOnlyBasicProperties Raw => raw;

    public int Count => Decoded.Count;

    public MessageField this[int index] => Decoded[index];

    private IReadOnlyList<MessageField> Decoded => _decoded ??= AmqpProperties.Decode(raw);

    public IEnumerator<MessageField> GetEnumerator() => Decoded.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
