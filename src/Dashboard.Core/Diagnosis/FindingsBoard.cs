using System.Collections.Concurrent;
using System.Collections.Frozen;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis.Judging;
using Dashboard.Core.History;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Diagnosis;

/// <summary>
/// Judges each new snapshot once, before it is told to anybody, and keeps what is found now. The collector hands in the snapshots of one connection
/// one after the other; readers take the latest diagnosis as it is.
/// </summary>
public sealed class FindingsBoard : IFindings
{
    private readonly FrozenDictionary<ConnectionId, (ConnectionJudge Judge, int Place)> _judges;
    private readonly ConcurrentDictionary<SnapshotSubscription, byte> _subscriptions = new();
    private readonly Lock _writing = new();
    private readonly ILogger<FindingsBoard> _logger;
    private readonly HashSet<ConnectionId> _failing = [];
    private volatile ConnectionDiagnosis[] _latest;

    public FindingsBoard(IConnectionRegistry connections, IHistory history, TimeProvider time, ILogger<FindingsBoard> logger)
    {
        _logger = logger;
        _latest = [.. connections.All.Select(c => new ConnectionDiagnosis(c.Info, time.GetUtcNow(), [], []) { IsWaiting = true })];
        _judges = connections.All.Select((c, place) => (c.Info, Judge: new ConnectionJudge(c.Info, c.Find<IDiagnostics>(), history), place))
            .ToFrozenDictionary(c => c.Info.Id, c => (c.Judge, c.place));
    }

    public IReadOnlyList<ConnectionDiagnosis> All => _latest;

    public ConnectionDiagnosis? Of(ConnectionId connection) => _judges.TryGetValue(connection, out var found) ? _latest[found.Place] : null;

    public ISnapshotSubscription Subscribe()
    {
        var subscription = new SnapshotSubscription(ended => _subscriptions.TryRemove(ended, out _));
        _subscriptions[subscription] = 0;
        return subscription;
    }

    /// <summary>Judges the next snapshot of its connection. Not for two threads at once with the same connection. Never throws.</summary>
    /// <returns>The snapshot with verdicts written into its tables.</returns>
    public ConnectionSnapshot Judge(ConnectionSnapshot snapshot)
    {
        var id = snapshot.Connection.Id;
        if (!_judges.TryGetValue(id, out var found))
            return snapshot;
        try
        {
            var (diagnosis, judged) = found.Judge.Judge(snapshot);
            Publish(found.Place, diagnosis);
            lock (_writing)
                _failing.Remove(id);
            return judged;
        }
        catch (Exception failure)
        {
            // An error of ours must not keep the operator from the data. Told once.
            lock (_writing)
            {
                if (_failing.Add(id))
                    DiagnosisLog.JudgingFailed(_logger, id, failure);
            }

            Publish(found.Place, Unjudgeable(_latest[found.Place], snapshot.TakenAt));
            return snapshot;
        }
    }

    private static ConnectionDiagnosis Unjudgeable(ConnectionDiagnosis before, DateTimeOffset now) => new(
        before.Connection, now, before.Findings, [new Unjudged(before.Signals, "", "An error of the dashboard's own; its log has the details.", null, now)])
    {
        Signals = before.Signals,
    };

    private void Publish(int place, ConnectionDiagnosis diagnosis)
    {
        bool isNews;
        lock (_writing)
        {
            var latest = _latest;
            isNews = !ReferenceEquals(latest[place].Findings, diagnosis.Findings) || latest[place].IsWaiting != diagnosis.IsWaiting
                || !latest[place].Unjudged.Select(u => (u.SectionId, u.Missing, u.Rows)).SequenceEqual(diagnosis.Unjudged.Select(u => (u.SectionId, u.Missing, u.Rows)));
            var next = latest.AsSpan().ToArray();
            next[place] = diagnosis;
            _latest = next;
        }

        if (!isNews)
            return;
        foreach (var (subscription, _) in _subscriptions)
            subscription.Signal();
    }
}
