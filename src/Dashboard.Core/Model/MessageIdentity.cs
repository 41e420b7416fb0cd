namespace Dashboard.Core.Model;

/// <summary>
/// Who a message is. Brokers with offsets identify it exactly; elsewhere it is the publisher's message id, where present,
/// plus a SHA-256 over properties and body. Two equal messages have equal identities: count them as a multiset.
/// </summary>
/// <param name="MessageId">The publisher's id, or the broker's offset or id; null where there is none.</param>
/// <param name="Fingerprint">64 lower-case hexadecimal digits. What a redelivery changes (redelivered flag, delivery count) is not part of it.</param>
public sealed record MessageIdentity(string? MessageId, string Fingerprint)
{
    public override string ToString() => MessageId is null ? Fingerprint : $"{MessageId}#{Fingerprint}";
}
