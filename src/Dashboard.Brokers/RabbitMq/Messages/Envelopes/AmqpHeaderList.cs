using System.Collections;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Envelopes;

/// <summary>
/// Headers that are decoded when somebody looks at them: a replay passes hundreds of thousands of messages through without looking.
/// </summary>
/// <param name="raw">The table as the client library has it. Not to be changed any more.</param>
internal sealed class AmqpHeaderList(IDictionary<string, object?> raw) : IReadOnlyList<MessageField>
{
    private IReadOnlyList<MessageField>? _decoded;

    /// <summary>The table in the client library's types.</summary>
    public IDictionary<string, object?> Raw => raw;

    public int Count => raw.Count;

    public MessageField this[int index] => Decoded[index];

    private IReadOnlyList<MessageField> Decoded => _decoded ??= AmqpFields.DecodeTable(raw);

    public IEnumerator<MessageField> GetEnumerator() => Decoded.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
