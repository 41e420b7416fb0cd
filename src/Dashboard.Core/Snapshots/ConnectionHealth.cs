namespace Dashboard.Core.Snapshots;

/// <summary>Whether a connection's data can be trusted now.</summary>
public enum ConnectionHealth
{
    /// <summary>Nothing was read yet, and nothing failed.</summary>
    Connecting,

    /// <summary>All sources answer.</summary>
    Up,

    /// <summary>Some source fails; the rest lives.</summary>
    Partial,

    /// <summary>An essential source fails: what is shown is the last good data.</summary>
    Down,
}
