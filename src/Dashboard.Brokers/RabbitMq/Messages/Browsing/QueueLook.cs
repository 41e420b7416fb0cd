using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Brokers.RabbitMq.Messages.Inspection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>What one look at a queue has read so far, and why it ends.</summary>
/// <param name="request">What is looked for.</param>
/// <param name="deliveryLimit">How often a message may be given back; null where that is not limited.</param>
/// <param name="facts">The queue as the management API told of it before, some seconds old; null unknown.</param>
internal sealed class QueueLook(BrowseRequest request, long? deliveryLimit, QueueFacts? facts)
{
    private readonly int _most = Math.Clamp(request.Count, 1, BrowseRequest.MaxCount);
    private readonly List<MessageEnvelope> _messages = new(Math.Min(request.Count, 256));
    private int _count;
    private long _bytes;
    private string? _stopReason;
    private bool _isComplete;

    public bool IsOver => _stopReason is not null;

    /// <summary>Messages read, whether or not they are kept.</summary>
    public int Count => _count;

    /// <summary>The delivery tag of the last message; 0 while there is none.</summary>
    public ulong LastTag { get; private set; }

    /// <summary>Messages that were left in the queue after the last one that was read.</summary>
    public long Left { get; private set; }

    /// <summary>The highest delivery count, with the return that ends this look.</summary>
    public long HighestCount { get; private set; }

    /// <summary>Messages that were sent to this look, also beyond those it shows.</summary>
    public long Delivered { get; private set; }

    public long Redelivered { get; private set; }

    /// <summary>A message carried a delivery count, which only quorum queues write.</summary>
    public bool SawQuorumQueue { get; private set; }

    public void Add(AmqpDelivery delivery)
    {
        LastTag = delivery.Tag;
        Left = delivery.MessagesLeft ?? 0;
        var message = AmqpEnvelope.Of(request.Destination, _count++, delivery, request.MaxBodyBytes);
        if (request.Keep?.Invoke(message) != false)
            _messages.Add(message);
        _bytes += delivery.Body.Length;
        PassOver(delivery);

        if (_count >= _most)
            Stop($"{Figures.PluralExact(_count, "message was", "messages were")} {(_count >= request.Count ? "asked for" : "read, which is the most of one look")}", Left == 0);
        else if (_bytes >= request.MaxTotalBytes)
            EndOfBytes();
        else if (deliveryLimit is { } limit && HighestCount >= limit && Left > 0)
            Stop($"the last message read has been given back {Figures.PluralExact(HighestCount, "time")} with this look, of {limit:N0} that the queue allows", isComplete: false);
    }

    /// <summary>Counts a message that was delivered, whether or not it is shown.</summary>
    public void PassOver(AmqpDelivery delivery)
    {
        Delivered++;
        if (delivery.IsRedelivered)
            Redelivered++;
        SawQuorumQueue |= delivery.DeliveryCount is not null;
        HighestCount = Math.Max(HighestCount, (delivery.DeliveryCount ?? 0) + 1);
    }

    /// <summary>The broker said that nothing further is ready.</summary>
    /// <param name="readyBefore">Messages that the broker counted as ready when the look began.</param>
    public void EndOfQueue(long readyBefore)
    {
        if (Count == 0 && readyBefore > 0)
            Stop($"{Figures.PluralExact(readyBefore, "message was", "messages were")} ready when the look began, and somebody else has taken them since", isComplete: false);
        else if (Count == 0 && facts is { Total: > 0 })
            Stop(NothingReady(facts), isComplete: false);
        else
            Stop("the queue has no further message ready", isComplete: true);
    }

    /// <summary>Messages are ready, but the broker sends them to somebody else.</summary>
    public void NothingComes() => Stop("the broker sends no further message to this look: other consumers get them, or the queue has no majority", isComplete: false);

    public void EndOfBytes() => Stop($"{_bytes / (1024 * 1024):N0} MiB were read, which is near the limit of one look", Left == 0);

    public BrowseResult Result() => new(_messages, _stopReason ?? "", _isComplete);

    /// <summary>None is ready, and yet the queue has some, or had some just now: that is not an empty queue.</summary>
    private static string NothingReady(QueueFacts facts)
        => $"no message is ready at this moment, while the broker's last figures tell of {QueueFacts.Shown(facts.Ready)} ready and {QueueFacts.Shown(facts.Unacknowledged)} held by consumers: they may be held, or have just been taken";

    private void Stop(string reason, bool isComplete)
    {
        _stopReason = reason;
        _isComplete = isComplete;
    }
}
