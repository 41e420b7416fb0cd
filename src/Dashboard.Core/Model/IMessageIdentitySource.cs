namespace Dashboard.Core.Model;

/// <summary>Works out the parts of a <see cref="MessageIdentity"/> when they are asked for: a log of a million messages is passed over without a hash.</summary>
public interface IMessageIdentitySource
{
    /// <summary>See <see cref="MessageIdentity.MessageId"/>.</summary>
    string? MessageId { get; }

    /// <summary>See <see cref="MessageIdentity.Fingerprint"/>. Always the same answer; asked once, or a few times by several threads.</summary>
    string Fingerprint { get; }
}
