using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Capabilities;

/// <summary>Reads what is shown in lists. Every connection has it.</summary>
public interface ISnapshotReader : ICapability
{
    /// <summary>All sections this broker can have, in the order of the rail.</summary>
    IReadOnlyList<SectionDefinition> Sections { get; }

    /// <summary>What is to be read, and how often. The collector decides when.</summary>
    IReadOnlyList<SectionSource> Sources { get; }
}
