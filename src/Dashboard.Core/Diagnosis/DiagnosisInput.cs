using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Diagnosis;

/// <summary>What a judgement rests on.</summary>
/// <param name="Snapshot">The snapshot to judge, as the sources said it.</param>
/// <param name="History">The last hour, the snapshot's own points included.</param>
public sealed record DiagnosisInput(ConnectionSnapshot Snapshot, IHistory History)
{
    public DateTimeOffset Now => Snapshot.TakenAt;

    /// <summary>The section's table while its source is well; null where it was never read or is out of date.</summary>
    public SectionTable? Table(string sectionId) => Snapshot.Section(sectionId) is { Problem: null, Table: { } table } ? table : null;

    /// <summary>The last hour of a cell.</summary>
    public HistorySeries HistoryOf(SectionTable table, int row, string columnId)
        => History.OfCell(Snapshot.Connection.Id, table.Definition.Id, table.Keys[row], columnId);

    /// <summary>A figure of the connection, as it is known now; NaN where it is not.</summary>
    public double Figure(string figureId)
        => Snapshot.Figure(figureId) is { Value: { IsAvailable: true, Accuracy: not MetricAccuracy.Stale } value } ? value.Value : double.NaN;
}
