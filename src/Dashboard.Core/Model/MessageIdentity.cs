using System.Text.Json.Serialization;

namespace Dashboard.Core.Model;

/// <summary>
/// Who a message is. Brokers with offsets identify it exactly; elsewhere it is the publisher's message id, where present,
/// plus a SHA-256 over properties and body. Two equal messages have equal identities: count them as a multiset.
/// </summary>
public sealed record MessageIdentity
{
    private readonly IMessageIdentitySource? _source;
    private readonly string? _messageId;
    private string? _fingerprint;

    [JsonConstructor]
    public MessageIdentity(string? messageId, string fingerprint)
    {
        _messageId = messageId;
        _fingerprint = fingerprint;
    }

    /// <summary>An identity that is worked out when it is asked for.</summary>
    public MessageIdentity(IMessageIdentitySource source) => _source = source;

    /// <summary>The publisher's id, or the broker's offset or id; null where there is none.</summary>
    public string? MessageId
    {
        get => _messageId ?? _source?.MessageId;
        init => _messageId = value;
    }

    /// <summary>64 lower-case hexadecimal digits. What a redelivery changes (redelivered flag, delivery count) is not part of it.</summary>
    public string Fingerprint
    {
        get => _fingerprint ??= _source!.Fingerprint;
        init => _fingerprint = value;
    }

    public bool Equals(MessageIdentity? other)
        => ReferenceEquals(this, other) || (other is not null && MessageId == other.MessageId && Fingerprint == other.Fingerprint);

    public override int GetHashCode() => (MessageId ?? Fingerprint).GetHashCode(StringComparison.Ordinal);

    public override string ToString() => MessageId is null ? Fingerprint : $"{MessageId}#{Fingerprint}";
}
