using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Looks at messages without taking them away.</summary>
public interface IMessageBrowser : ICapability
{
    /// <summary>What a look at this destination would change there, from live facts. To be shown before the look.</summary>
    Task<BrowseEffect> DescribeEffectAsync(DestinationRef destination, CancellationToken cancellationToken);

    /// <summary>
    /// Reads messages. Whatever was read is back in its place when this returns, throws, or the process dies.
    /// </summary>
    /// <exception cref="BrokerException">The look was refused or failed; nothing was changed beyond what the effect says.</exception>
    Task<BrowseResult> BrowseAsync(BrowseRequest request, CancellationToken cancellationToken);
}
