using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Live facts of one destination, asked at the moment an operator is about to act on it. Changes nothing.</summary>
public interface IDestinationInspector : ICapability
{
    /// <summary>The facts; <see cref="DestinationFacts.Exists"/> is false where it is gone.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<DestinationFacts> InspectAsync(DestinationRef destination, CancellationToken cancellationToken);

    /// <summary>Where a message sent to this address would arrive, as the broker's routing stands now.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<AddressReach> ReachAsync(PublishAddress address, CancellationToken cancellationToken);

    /// <summary>The same for a message whose headers are known. A broker whose routing looks at no header need not implement it.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<AddressReach> ReachAsync(PublishAddress address, IReadOnlyList<MessageField> headers, CancellationToken cancellationToken)
        => ReachAsync(address, cancellationToken);
}
