using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Throws away the messages that are ready in a destination. Unacknowledged ones stay.</summary>
public interface IDestinationPurger : IMutatingCapability
{
    /// <summary>Purges it and tells how many messages went, where the broker counts.</summary>
    /// <exception cref="BrokerException">It is gone, was refused, or cannot be reached.</exception>
    Task<Metric> PurgeAsync(DestinationRef destination, CancellationToken cancellationToken);
}
