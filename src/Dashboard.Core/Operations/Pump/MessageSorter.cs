using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>What is to be done with a delivery.</summary>
internal enum SortedAs
{
    /// <summary>Not selected, or tried before in this run: stays in the source.</summary>
    PassOver,

    /// <summary>A copy of this job that came straight back: held, not counted.</summary>
    Loop,

    /// <summary>Not deliverable: recorded as held.</summary>
    Hold,

    /// <summary>To be sent, or only removed (<see cref="WorkItem.IsRemovalOnly"/>).</summary>
    Work,

    /// <summary>Beyond the selection: the session is at its end.</summary>
    BeyondSelection,
}

internal readonly record struct Sorted(SortedAs As, WorkItem? Item = null, string? Reason = null, bool IsKnown = false);

/// <summary>
/// Tells the deliveries of one session apart: new ones, those a fault or an earlier run left behind (matched by identity, as a multiset),
/// those that are not selected, and those that came straight back.
/// </summary>
internal sealed class MessageSorter
{
    private readonly Dictionary<MessageIdentity, Queue<OpenRow>> _open = [];
    private readonly Dictionary<long, OpenRow> _openByPlace = [];
    private readonly SortedSet<long> _sureToBeThere = [];
    private readonly ReturnedRows _returned;
    private readonly SortingRules _rules;
    private readonly string _ownStamp;
    private readonly SelectionTest _selection;
    private readonly IJobSink _sink;
    private readonly RunMemory _memory;
    private readonly long _quota;
    private long _next;
    private long _toBeMet;
    private long _lastBack;
    private bool _hasMetUnknown;

    /// <param name="jobId">Whose stamp makes a delivery a loop.</param>
    /// <param name="state">What the ledger knows, after faults were marked.</param>
    /// <param name="quota">How many messages the ledger does not know may still be met.</param>
    /// <param name="selection">Which of those are taken.</param>
    /// <param name="sink">Where they go.</param>
    /// <param name="memory">What was tried in this run.</param>
    /// <param name="rules">What becomes of messages that the ledger knows as delivered.</param>
    public MessageSorter(
        string jobId,
        LedgerState state,
        long quota,
        SelectionTest selection,
        IJobSink sink,
        RunMemory memory,
        SortingRules rules)
    {
        _ownStamp = jobId + "/";
        _selection = selection;
        _sink = sink;
        _memory = memory;
        _rules = rules;
        _quota = quota;
        _next = state.Rows;
        foreach (var row in state.Open.Where(row => rules.SourceKeeps || row.Step.IsOpen()).OrderBy(row => row.Sequence))
        {
            Expect(row);
            if (IsToBeMet(row))
                _toBeMet++;
            if (row.Step is LedgerStep.Doubtful or LedgerStep.Held)
                _sureToBeThere.Add(row.Sequence);
        }

        _returned = new ReturnedRows(rules.FindsReturned ? state.Open.Where(MayComeBackNow) : []);
    }

    /// <summary>Closed rows that may come back and have not.</summary>
    public long MayStillComeBack => _returned.Left;

    /// <summary>Messages that were left where they are, because they are like delivered ones and may have come back.</summary>
    public long LeftInDoubt { get; private set; }

    /// <summary>Messages met that the ledger did not know, selected or not.</summary>
    public long NewlyMet { get; private set; }

    public long Loops { get; private set; }

    /// <summary>All that was to be met was met: reading on brings nothing.</summary>
    public bool IsSatisfied => _rules.IsSweep
        ? _returned.Left == 0
        : (NewlyMet >= _quota || _selection.IsExhausted) && _toBeMet == 0;

    /// <summary>Rows of the ledger that were not met in this session.</summary>
    public IEnumerable<OpenRow> NotMet => _open.Values.SelectMany(rows => rows).Concat(_openByPlace.Values);

    public Sorted Sort(TransferDelivery delivery)
    {
        if (delivery.ReplayId is { } stamp && stamp.StartsWith(_ownStamp, StringComparison.Ordinal))
        {
            Loops++;
            return new Sorted(SortedAs.Loop);
        }

        if (TakeExpected(delivery.Message) is { } row)
            return SortKnown(delivery, row);
        if (_returned.Left > 0 && WasDeliveredBefore(delivery, true) && _returned.Take(delivery.Message.Identity) is { } back)
            return SortReturned(delivery, back);
        return SortUnknown(delivery);
    }

    private void Expect(OpenRow row)
    {
        if (_rules.ByPlace || row.Identity is null)
        {
            _openByPlace[row.Position] = row;
            return;
        }

        if (!_open.TryGetValue(row.Identity, out var rows))
            _open[row.Identity] = rows = new Queue<OpenRow>();
        rows.Enqueue(row);
    }

    private OpenRow? TakeExpected(MessageEnvelope message)
    {
        if (_rules.ByPlace)
            return _openByPlace.Remove(message.Position, out var there) ? there : null;
        return _open.TryGetValue(message.Identity, out var rows) && rows.TryDequeue(out var row) ? row : null;
    }

    private bool MayComeBackNow(OpenRow row)
        => row.Step is LedgerStep.Delivered or LedgerStep.SentAgain && _memory.MayComeBack(row.Sequence);

    private bool IsToBeMet(OpenRow row) => row.Step.IsOpen() && !_memory.HasTried(row.Sequence);

    private Sorted SortKnown(TransferDelivery delivery, OpenRow row)
    {
        _sureToBeThere.Remove(row.Sequence);
        if (!IsToBeMet(row))
            return new Sorted(SortedAs.PassOver, IsKnown: true);
        _toBeMet--;
        var route = _sink.RouteOf(delivery.Message);
        if (row.Step == LedgerStep.Unsettled && (!_sink.KeepsWhatItTakes || (IsTheSame(row) && !WasDeliveredBefore(delivery, false))))
            return new Sorted(SortedAs.Work, new WorkItem(row.Sequence, delivery, route) { Before = row.Step, IsRemovalOnly = true, MayBeSecond = row.WasSentAgain }, IsKnown: true);
        var item = new WorkItem(row.Sequence, delivery, route)
        {
            IsKnownByPlace = _rules.ByPlace,
            Before = row.Step,
            MayBeSecond = row.WasSentAgain || row.Step is LedgerStep.Doubtful or LedgerStep.Unsettled,
            GoesAlone = _memory.MustGoAlone(row.Sequence),
        };
        return route.Refusal is { } reason
            ? new Sorted(SortedAs.Hold, item, reason, IsKnown: true)
            : new Sorted(SortedAs.Work, item, IsKnown: true);
    }

    /// <summary>
    /// A message like a delivered one. What comes back stands before all that was never met, in the order of its rows; in any other place it may be
    /// another one, and removing that unsent would lose it.
    /// </summary>
    private Sorted SortReturned(TransferDelivery delivery, OpenRow row)
    {
        var route = _sink.RouteOf(delivery.Message);
        var isInPlace = !_hasMetUnknown && row.Sequence > _lastBack;
        if (!_rules.LeavesReturned && isInPlace && IsTheSame(row))
        {
            _lastBack = row.Sequence;
            return new Sorted(SortedAs.Work, new WorkItem(row.Sequence, delivery, route) { Before = row.Step, IsRemovalOnly = true, CameBack = true }, IsKnown: true);
        }

        if (_rules.LeavesReturned || !_rules.SendsAgain || route.Refusal is not null || _memory.HasTried(row.Sequence))
        {
            LeftInDoubt++;
            return new Sorted(SortedAs.PassOver, IsKnown: true);
        }

        var again = new WorkItem(row.Sequence, delivery, route) { Before = row.Step, MayBeSecond = true, GoesAlone = _memory.MustGoAlone(row.Sequence) };
        return new Sorted(SortedAs.Work, again, IsKnown: true);
    }

    private Sorted SortUnknown(TransferDelivery delivery)
    {
        if (_rules.IsSweep)
        {
            _hasMetUnknown |= _selection.WouldTake(delivery.Message);
            return new Sorted(SortedAs.PassOver, IsKnown: true);
        }

        // What was under way at a fault may stand behind messages that were never chosen: these are passed over until it is met.
        if (NewlyMet >= _quota || (_selection.IsExhausted && _toBeMet == 0))
            return new Sorted(SortedAs.BeyondSelection);
        NewlyMet++;
        if (!_selection.Takes(delivery.Message))
            return new Sorted(SortedAs.PassOver);
        _hasMetUnknown = true;
        var route = _sink.RouteOf(delivery.Message);
        var item = new WorkItem(++_next, delivery, route) { IsKnownByPlace = _rules.ByPlace };
        return route.Refusal is { } reason ? new Sorted(SortedAs.Hold, item, reason) : new Sorted(SortedAs.Work, item);
    }

    /// <summary>
    /// Whether a message that was delivered before and is equal to this row is the row's own. The publisher's id says so, as long as the ledger has
    /// it once. Without an id it may be another one that was never met; but all of those stand behind what the job knows to be in the source still.
    /// </summary>
    private bool IsTheSame(OpenRow row)
        => _rules.ByPlace || (!row.HasTwin && (!string.IsNullOrEmpty(row.Identity?.MessageId) || (_sureToBeThere.Count > 0 && _sureToBeThere.Max > row.Sequence)));

    /// <summary>Whether the broker says <paramref name="answer"/> to the question if anybody was ever sent this one; false where it says nothing.</summary>
    private static bool WasDeliveredBefore(TransferDelivery delivery, bool answer)
    {
        foreach (var field in delivery.Message.Delivery)
        {
            if (field is { Name: "redelivered", Value: BooleanValue told } && told.Value == answer)
                return true;
        }

        return false;
    }
}
