using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Something a connection can be asked to do. A broker that cannot do it does not implement it.</summary>
public interface ICapability
{
    /// <summary>
    /// Whether it can be done now on this destination, as far as is known without asking the broker. Cheap; never throws.
    /// </summary>
    Availability AvailabilityOn(DestinationRef destination);
}
