using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>Who looks at what now: rotating columns are read first where somebody looks.</summary>
public interface ILookRegistry
{
    /// <summary>Announces that these rows are on a screen, until disposed or replaced by the same owner.</summary>
    IDisposable Announce(ConnectionId connection, string sectionId, IReadOnlyCollection<RowKey> keys);
}
