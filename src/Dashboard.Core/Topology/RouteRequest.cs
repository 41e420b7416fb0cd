using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Core.Topology;

/// <summary>A message whose way is asked for.</summary>
/// <param name="Address">Where it would be sent.</param>
/// <param name="Headers">Its typed headers; null where they are not known, which some routing depends on.</param>
public sealed record RouteRequest(PublishAddress Address, IReadOnlyList<MessageField>? Headers = null);
