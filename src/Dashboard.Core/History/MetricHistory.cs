using System.Collections.Concurrent;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.History;

/// <summary>
/// The last hour in memory, one point for each ten seconds. Values that do not change take no ring; when the rings of busy values have used up
/// their share (about 30,000 values), further ones are kept with one point a minute (about 60,000), and beyond that not at all.
/// </summary>
public sealed class MetricHistory : IHistory
{
    private const long FineBytes = 43L * 1024 * 1024;
    private const long CoarseBytes = 14L * 1024 * 1024;

    private static readonly string[] FigureColumns = [""];

    private readonly ConcurrentDictionary<HistorySubject, SectionHistory> _subjects = new();
    private readonly HistoryBudget _budget;

    public MetricHistory()
        : this(FineBytes, CoarseBytes)
    {
    }

    internal MetricHistory(long fineBytes, long coarseBytes) => _budget = new HistoryBudget(fineBytes, coarseBytes);

    /// <summary>Bytes taken by the rings now.</summary>
    internal long UsedBytes => _budget.Used;

    /// <summary>Takes in what a source has just read.</summary>
    /// <param name="connection">The connection it was read from.</param>
    /// <param name="reading">Tables and figures; those that keep no history are passed over.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="pace">How far apart such readings are while all is well; longer pauses become gaps.</param>
    public void Record(ConnectionId connection, SourceReading reading, DateTimeOffset at, TimeSpan pace)
    {
        foreach (var table in reading.Tables)
        {
            var columns = table.Definition.Columns.Where(c => c.KeepsHistory && !c.IsText).Select(c => c.Id).ToArray();
            if (columns.Length == 0)
                continue;
            var section = SubjectOf(HistorySubject.Section(connection, table.Definition.Id), columns);
            var cells = Array.ConvertAll(columns, id => table[id] is { UnavailableReason: null } known ? known : null);
            section.Record(table.Keys, cells, at, pace);
        }

        foreach (var figure in reading.Figures)
        {
            if (!figure.KeepsHistory)
                continue;
            var history = SubjectOf(HistorySubject.Figure(connection, figure.Id), FigureColumns);
            history.Record([default], [new NumberColumn([figure.Value.IsAvailable ? figure.Value.Value : double.NaN])], at, pace);
        }
    }

    public HistorySeries OfCell(ConnectionId connection, string sectionId, RowKey key, string columnId)
        => _subjects.TryGetValue(HistorySubject.Section(connection, sectionId), out var section) ? section.Read(key, columnId) : HistorySeries.Empty;

    public HistorySeries OfFigure(ConnectionId connection, string figureId)
        => _subjects.TryGetValue(HistorySubject.Figure(connection, figureId), out var figure) ? figure.Read(default, "") : HistorySeries.Empty;

    /// <summary>
    /// What has become known since this was called last, subject by subject, to be written down. Not called by two at once.
    /// </summary>
    /// <param name="withOpenSlots">Also the ten seconds now under way, whose values may still be replaced: at the very end.</param>
    public IEnumerable<HistoryChanges> TakeChanges(bool withOpenSlots)
    {
        foreach (var (subject, section) in _subjects)
        {
            if (section.TakeChanges(subject, withOpenSlots) is { } changes)
                yield return changes;
        }
    }

    /// <summary>
    /// Takes in what was written down before a restart. To be called before the first <see cref="Record"/>; a subject that has been read already is left as it is.
    /// </summary>
    public void Restore(HistoryChanges kept) => SubjectOf(kept.Subject, [.. kept.Columns]).Restore(kept.Ticks, kept.Changes);

    private SectionHistory SubjectOf(HistorySubject subject, string[] columns)
    {
        var history = _subjects.GetOrAdd(subject, static (_, made) => new SectionHistory(made.columns, made._budget), (columns, _budget));
        // What was kept by an older version may have had other columns: it does not fit any more.
        return history.HasColumns(columns) ? history : _subjects[subject] = new SectionHistory(columns, _budget);
    }
}
