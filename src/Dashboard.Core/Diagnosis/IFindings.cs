using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>
/// What is wrong on every connection now, worked out once for each new snapshot. Reading is lock-free and never asks a broker. What is found
/// is about lists and figures, never about message bodies: who may see snapshots may see it.
/// </summary>
public interface IFindings
{
    /// <summary>The connections in configured order, each with what is found on it.</summary>
    IReadOnlyList<ConnectionDiagnosis> All { get; }

    /// <summary>What is found on one connection; null for one that is not configured.</summary>
    ConnectionDiagnosis? Of(ConnectionId connection);

    /// <summary>
    /// Current state and the changes after it: wakes when a finding comes, goes or says something else. Findings of a snapshot are there before
    /// the snapshot is told, so whoever follows snapshots needs no second subscription. Dispose to end it.
    /// </summary>
    ISnapshotSubscription Subscribe();
}
