using System.Net;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Contract;

/// <summary>
/// What <see cref="BrokerContract"/> needs to know of a kind of broker, and what it has done there behind the dashboard's back. All places are
/// in one vhost, database or prefix that nobody else uses, made and removed by the class fixture that implements this.
/// </summary>
public interface IBrokerUnderTest
{
    IBrokerProvider Provider { get; }

    /// <summary>The kind of the destinations that <see cref="CreateAsync"/> makes: <c>queue</c>.</summary>
    string DestinationKind { get; }

    /// <summary>Their scope; empty where the broker has none.</summary>
    string Scope { get; }

    /// <summary>Why this broker cannot be held to a part of the contract; null where it can be. The text is shown beside the skipped test.</summary>
    string? WhyNot(ContractPart part);

    /// <summary>Settings that work and may do everything in the place.</summary>
    ConnectionSettings Settings();

    /// <summary>The same with a password that the broker refuses.</summary>
    ConnectionSettings SettingsWithWrongPassword();

    /// <summary>The same as an account that may read there and change nothing.</summary>
    ConnectionSettings SettingsOfReader();

    /// <summary>The same with every address at this place, and each request's limit, where there is such a setting, about so many seconds.</summary>
    ConnectionSettings SettingsAt(IPEndPoint place, int limitSeconds = 1);

    /// <summary>The same with the connection for messages led through this relay, which stands before <see cref="MessageEndPoint"/>.</summary>
    ConnectionSettings SettingsThrough(IPEndPoint relay);

    IPEndPoint MessageEndPoint { get; }

    /// <summary>How long the broker itself may still be at work after it has answered, before its count is right. Far below any heartbeat.</summary>
    TimeSpan CountLag => TimeSpan.Zero;

    /// <summary>Every password that stands in any of the settings above.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>Each mandatory setting missing, and each kind of setting malformed. No two under one key.</summary>
    IReadOnlyList<BrokenSetting> BrokenSettings { get; }

    /// <summary>Whether the broker lets a destination be called so.</summary>
    bool CanName(string name);

    /// <summary>Addresses that do not exist; a message sent there is stored nowhere.</summary>
    IReadOnlyList<PublishAddress> MissingAddresses { get; }

    /// <summary>Makes an empty destination.</summary>
    Task<DestinationRef> CreateAsync(string name);

    Task DeleteAsync(DestinationRef destination);

    /// <summary>Puts messages there in this order, by another client than the dashboard's; they are on the broker when it returns.</summary>
    Task PutAsync(DestinationRef destination, IReadOnlyList<KnownMessage> messages);

    /// <summary>How many messages could be taken there now, as the broker itself counts at this moment.</summary>
    Task<long> CountAsync(DestinationRef destination);

    /// <summary>All that can be taken, in order, read by another client than the dashboard's; on a log it stays, elsewhere it is gone.</summary>
    Task<IReadOnlyList<KnownMessage>> TakeAllAsync(DestinationRef destination);

    /// <summary>Takes this many messages unsettled; they are back when the result is disposed. <see cref="ContractPart.Settling"/>.</summary>
    Task<IAsyncDisposable> HoldAsync(DestinationRef destination, int count);

    /// <summary>Has a message die and waits until it stands in its dead-letter place. <see cref="ContractPart.DeadLettering"/>.</summary>
    Task<DeadLettered> DeadLetterAsync(KnownMessage message);

    /// <summary>Closes every message connection of the dashboard in this place, at the broker. <see cref="ContractPart.CutOff"/>.</summary>
    Task CutOffAsync();
}
