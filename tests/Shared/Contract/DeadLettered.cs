using Dashboard.Core.Model;

namespace Dashboard.Tests.Shared.Contract;

/// <summary>A message that the broker moved aside.</summary>
/// <param name="Origin">Where it died.</param>
/// <param name="Place">Where it stands now, alone.</param>
public sealed record DeadLettered(DestinationRef Origin, DestinationRef Place);
