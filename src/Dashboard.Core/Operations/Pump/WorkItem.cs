using System.Threading.Channels;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations.Ledger;

namespace Dashboard.Core.Operations.Pump;

/// <summary>One message on its way through the pump. It is told its fate itself, and goes on to be settled with it.</summary>
internal sealed class WorkItem(long sequence, TransferDelivery delivery, Route route) : IFateListener
{
    private TransferDelivery? _delivery = delivery;
    private ChannelWriter<WorkItem>? _settling;
    private TaskCompletionSource? _waiting;
    private PublishOutcome _outcome;
    private volatile bool _isTold;

    public long Sequence { get; } = sequence;

    public TransferDelivery Delivery => _delivery ?? throw new InvalidOperationException("The message was let go of when it was handed over.");

    public Route Route { get; } = route;

    /// <summary>Its place alone says who it is.</summary>
    public bool IsKnownByPlace { get; init; }

    public long Size { get; } = delivery.Message.BodySize;

    /// <summary>Of a log nothing is to be removed: what was handed over need not stay in memory until it is confirmed.</summary>
    public void LetGo() => _delivery = null;

    /// <summary>How the ledger has it; null while it does not know it.</summary>
    public LedgerStep? Before { get; init; }

    /// <summary>The target may have it already: once removed it is uncertain for good.</summary>
    public bool MayBeSecond { get; init; }

    /// <summary>A fault struck while it was under way: it goes alone, so that a message the broker closes channels over shows itself.</summary>
    public bool GoesAlone { get; init; }

    /// <summary>It is confirmed already: only to be removed.</summary>
    public bool IsRemovalOnly { get; init; }

    /// <summary>The ledger has it closed, and the broker forgot its removal: removed again, its row stays as it is.</summary>
    public bool CameBack { get; init; }

    /// <summary>Its fate; null while it is not known.</summary>
    public PublishOutcome? Outcome => _isTold ? _outcome : null;

    /// <summary>It was handed over, or may have been.</summary>
    public bool WasHandedOver { get; private set; }

    public bool IsConfirmRecorded { get; set; }

    public long SentAt { get; set; }

    /// <summary>Where it goes when its fate is told.</summary>
    public void SettleIn(ChannelWriter<WorkItem> settling) => _settling = settling;

    /// <summary>From here on it may be sent.</summary>
    public void HandOver(long now)
    {
        SentAt = now;
        WasHandedOver = true;
    }

    /// <summary>The sink refused to take it: by contract nothing was sent, and nothing will be told.</summary>
    public void TakeBack() => WasHandedOver = false;

    public void Told(PublishOutcome outcome)
    {
        _outcome = outcome;
        _isTold = true;
        _settling?.TryWrite(this);
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _waiting)?.TrySetResult();
    }

    /// <summary>Returns when its fate is known.</summary>
    public Task WhenToldAsync()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _waiting, waiting);
        Interlocked.MemoryBarrier();
        if (_isTold)
            waiting.TrySetResult();
        return waiting.Task;
    }

    /// <summary>What the ledger has to have before it is sent. A closed row is opened again: it is in doubt from here on.</summary>
    public void AddIntents(List<LedgerEntry> entries)
    {
        if (Before is LedgerStep.Delivered or LedgerStep.SentAgain)
            entries.Add(new LedgerEntry(Sequence, LedgerStep.Doubtful, "one like it came back after a fault"));
        entries.Add(new LedgerEntry(Sequence, LedgerStep.Intended) { Row = RowIfNew() });
    }

    public LedgerEntry Step(LedgerStep step, string? detail = null) => new(Sequence, step, detail);

    /// <summary>Held before anything was sent.</summary>
    public LedgerEntry Hold(string reason) => new(Sequence, MayBeSecond ? LedgerStep.Doubtful : LedgerStep.Held, reason) { Row = RowIfNew() };

    private LedgerRow? RowIfNew()
        => Before is null ? new LedgerRow(IsKnownByPlace ? null : Delivery.Message.Identity, Delivery.Message.Position, Route.Target, Size) : null;
}
