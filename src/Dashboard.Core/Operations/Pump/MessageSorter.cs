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
    private readonly Dictionary<MessageIdentity, OpenRow> _closed = [];
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
    /// <param name="findsClosed">Closed rows may come back: a fault has struck, and the broker may have forgotten removals.</param>
    /// <param name="sourceKeeps">Delivered messages are met again.</param>
    public MessageSorter(
        string jobId,
        LedgerState state,
        long quota,
        SelectionTest selection,
        IJobSink sink,
        RunMemory memory,
        bool sourceKeeps,
        bool findsClosed)
    {
        _ownStamp = jobId + "/";
        _selection = selection;
        _sink = sink;
        _memory = memory;
        _quota = quota;
        _next = state.Rows;
        foreach (var row in state.Open.Where(row => sourceKeeps || row.Step.IsOpen()).OrderBy(row => row.Sequence))
        {
            if (!_open.TryGetValue(row.Identity, out var rows))
                _open[row.Identity] = rows = new Queue<OpenRow>();
            rows.Enqueue(row);
            if (IsToBeMet(row))
                _toBeMet++;
        }

        if (!findsClosed || sourceKeeps)
            return;
        foreach (var row in state.Open.Where(row => row is { HasTwin: false, Step: LedgerStep.Delivered or LedgerStep.SentAgain }))
            _closed.TryAdd(row.Identity, row);
    }

    /// <summary>Closed rows that may come back and have not.</summary>
    public long MayComeBack => _closed.Count;

    /// <summary>Messages met that the ledger did not know, selected or not.</summary>
    public long NewlyMet { get; private set; }

    public long Loops { get; private set; }

    /// <summary>All that was to be met was met: reading on brings nothing.</summary>
    public bool IsSatisfied => (NewlyMet >= _quota || _selection.IsExhausted) && _toBeMet == 0;

    /// <summary>Rows of the ledger that were not met in this session.</summary>
    public IEnumerable<OpenRow> NotMet => _open.Values.SelectMany(rows => rows);

    public Sorted Sort(TransferDelivery delivery)
    {
        if (delivery.ReplayId is { } stamp && stamp.StartsWith(_ownStamp, StringComparison.Ordinal))
        {
            Loops++;
            return new Sorted(SortedAs.Loop);
        }

        if (_open.TryGetValue(delivery.Message.Identity, out var rows) && rows.TryDequeue(out var row))
            return SortKnown(delivery, row);
        if (FindClosed(delivery) is { } back)
            return new Sorted(SortedAs.Work, new WorkItem(back.Sequence, delivery, _sink.RouteOf(delivery.Message)) { Before = back.Step, IsRemovalOnly = true, CameBack = true }, IsKnown: true);
        _hasMetUnknown = true;
        // What was under way at a fault may stand behind messages that were never chosen: these are passed over until it is met.
        if (NewlyMet >= _quota || (_selection.IsExhausted && _toBeMet == 0))
            return new Sorted(SortedAs.BeyondSelection);
        NewlyMet++;
        if (!_selection.Takes(delivery.Message))
            return new Sorted(SortedAs.PassOver);
        var route = _sink.RouteOf(delivery.Message);
        var item = new WorkItem(++_next, delivery, route);
        return route.Refusal is { } reason ? new Sorted(SortedAs.Hold, item, reason) : new Sorted(SortedAs.Work, item);
    }

    /// <summary>
    /// The closed row whose removal the broker forgot. What comes back stands before all that was never met, in the order of its rows; a message like a
    /// delivered one in any other place may be another one, and removing that unsent would lose it.
    /// </summary>
    private OpenRow? FindClosed(TransferDelivery delivery)
    {
        if (_hasMetUnknown || !_closed.TryGetValue(delivery.Message.Identity, out var row) || row.Sequence <= _lastBack || !WasDeliveredBefore(delivery, true))
            return null;
        _closed.Remove(row.Identity);
        _lastBack = row.Sequence;
        return row;
    }

    private bool IsToBeMet(OpenRow row) => row.Step.IsOpen() && !_memory.HasTried(row.Sequence);

    private Sorted SortKnown(TransferDelivery delivery, OpenRow row)
    {
        if (!IsToBeMet(row))
            return new Sorted(SortedAs.PassOver, IsKnown: true);
        _toBeMet--;
        var route = _sink.RouteOf(delivery.Message);
        if (row.Step == LedgerStep.Unsettled && !row.HasTwin && !WasDeliveredBefore(delivery, false))
            return new Sorted(SortedAs.Work, new WorkItem(row.Sequence, delivery, route) { Before = row.Step, IsRemovalOnly = true, MayBeSecond = row.WasSentAgain }, IsKnown: true);
        var item = new WorkItem(row.Sequence, delivery, route)
        {
            Before = row.Step,
            MayBeSecond = row.WasSentAgain || row.Step is LedgerStep.Doubtful or LedgerStep.Unsettled,
            GoesAlone = _memory.MustGoAlone(row.Sequence),
        };
        return route.Refusal is { } reason
            ? new Sorted(SortedAs.Hold, item, reason, IsKnown: true)
            : new Sorted(SortedAs.Work, item, IsKnown: true);
    }

    /// <summary>
    /// The broker says whether anybody ever got this one, and says <paramref name="answer"/>. Where it says that nobody ever got this one: then it is not the message whose confirmation was recorded but one like it,
    /// and removing it unsent would lose it.
    /// </summary>
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
