using Dashboard.Core.Model;

namespace Dashboard.Core.Snapshots;

/// <summary>"Try now" and "refresh now".</summary>
public interface IPollControl
{
    /// <summary>Has the connection's sources read as soon as possible, at most once a second however often it is asked.</summary>
    void RefreshNow(ConnectionId connection);
}
