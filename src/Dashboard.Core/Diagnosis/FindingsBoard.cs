using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<ConnectionId, ConnectionJudge> _judges = new();
    private readonly ConcurrentDictionary<SnapshotSubscription, byte> _subscriptions = new();
    private readonly Lock _writing = new();
    private readonly IHistory _history;
    private readonly TimeProvider _time;
    private readonly ILogger<FindingsBoard> _logger;
    private readonly HashSet<ConnectionId> _failing = [];
    private readonly ConcurrentDictionary<ConnectionId, IReadOnlyList<KeptFinding>> _kept = new();
    private volatile ConnectionDiagnosis[] _latest;

    public FindingsBoard(IConnectionRegistry connections, IHistory history, TimeProvider time, ILogger<FindingsBoard> logger)
    {
        (_history, _time, _logger) = (history, time, logger);
        _latest = [.. connections.All.Select(Begin)];
    }

    public IReadOnlyList<ConnectionDiagnosis> All => _latest;

    public ConnectionDiagnosis? Of(ConnectionId connection) => Array.Find(_latest, diagnosis => diagnosis.Connection.Id == connection);

    public ISnapshotSubscription Subscribe()
    {
        var subscription = new SnapshotSubscription(ended => _subscriptions.TryRemove(ended, out _));
        _subscriptions[subscription] = 0;
        return subscription;
    }

    /// <summary>
    /// What was open when the dashboard ended. To be called before the first snapshot: what is still there then keeps its since, and what is not is over.
    /// </summary>
    public void Restore(IEnumerable<KeptFinding> kept)
    {
        foreach (var ofOne in kept.GroupBy(finding => finding.Connection))
        {
            if (_judges.TryGetValue(ofOne.Key, out var judge))
                judge.Restore([.. ofOne]);
            else
                _kept[ofOne.Key] = [.. ofOne];
        }
    }

    /// <summary>What is open now, and what was open before the restart and could not be judged since.</summary>
    public IReadOnlyList<KeptFinding> Open() =>
    [
        .. _judges.Values.SelectMany(judge => judge.Unclaimed),
        .. _latest.SelectMany(diagnosis => diagnosis.Findings).Select(f => new KeptFinding(f.Connection, f.Signal.Id, f.Id, f.Since, f.IsOlderThanKnown)),
    ];

    /// <summary>Judges a further connection too.</summary>
    public void Add(IBrokerConnection connection)
    {
        lock (_writing)
            _latest = [.. _latest, Begin(connection)];
        Tell();
    }

    /// <summary>Forgets a connection and what was found there. Its snapshots must not be judged any more.</summary>
    public void Remove(ConnectionId connection)
    {
        lock (_writing)
        {
            _judges.TryRemove(connection, out _);
            _failing.Remove(connection);
            _latest = [.. _latest.Where(diagnosis => diagnosis.Connection.Id != connection)];
        }

        Tell();
    }

    /// <summary>Judges the next snapshot of its connection. Not for two threads at once with the same connection. Never throws.</summary>
    /// <returns>The snapshot with verdicts written into its tables.</returns>
    public ConnectionSnapshot Judge(ConnectionSnapshot snapshot)
    {
        var id = snapshot.Connection.Id;
        if (!_judges.TryGetValue(id, out var judge) || Of(id) is not { } before)
            return snapshot;
        try
        {
            var (diagnosis, judged) = judge.Judge(snapshot);
            Publish(diagnosis);
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

            Publish(Unjudgeable(before, snapshot.TakenAt));
            return snapshot;
        }
    }

    private static ConnectionDiagnosis Unjudgeable(ConnectionDiagnosis before, DateTimeOffset now) => new(
        before.Connection, now, before.Findings, [new Unjudged(before.Signals, "", "An error of the dashboard's own; its log has the details.", null, now)])
    {
        Signals = before.Signals,
    };

    private ConnectionDiagnosis Begin(IBrokerConnection connection)
    {
        var judge = _judges[connection.Info.Id] = new ConnectionJudge(connection.Info, connection.Find<IDiagnostics>(), _history);
        if (_kept.TryRemove(connection.Info.Id, out var kept))
            judge.Restore(kept);
        return new ConnectionDiagnosis(connection.Info, _time.GetUtcNow(), [], []) { IsWaiting = true };
    }

    private void Publish(ConnectionDiagnosis diagnosis)
    {
        bool isNews;
        lock (_writing)
        {
            var place = Array.FindIndex(_latest, before => before.Connection.Id == diagnosis.Connection.Id);
            if (place < 0)
                return;
            var former = _latest[place];
            isNews = !ReferenceEquals(former.Findings, diagnosis.Findings) || former.IsWaiting != diagnosis.IsWaiting
                || !former.Unjudged.Select(u => (u.SectionId, u.Missing, u.Rows)).SequenceEqual(diagnosis.Unjudged.Select(u => (u.SectionId, u.Missing, u.Rows)));
            var next = _latest.AsSpan().ToArray();
            next[place] = diagnosis;
            _latest = next;
        }

        if (isNews)
            Tell();
    }

    private void Tell()
    {
        foreach (var (subscription, _) in _subscriptions)
            subscription.Signal();
    }
}
