using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;

namespace Dashboard.Brokers.RabbitMq.Messages.Publishing;

/// <summary>
/// Knows what was sent on one channel and not settled yet, by sequence number. Confirmations may come in any order and for many at once; a
/// return precedes the confirmation of the message it is about. Thread-safe; no member throws.
/// </summary>
internal sealed class ConfirmTracker
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Entry> _open = [];
    private ulong _next = 1;
    private ulong _oldest = 1;

    /// <summary>Messages sent whose fate is not known yet.</summary>
    public int OpenCount
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Registers the message that is written next. To be called in the order of writing.</summary>
    public ulong Open(OutgoingMessage message, IFateListener fate)
    {
        lock (_lock)
        {
            var sequence = _next++;
            _open[sequence] = new Entry(message, fate);
            return sequence;
        }
    }

    /// <summary>The message that was registered last was not written after all, and its number will be used again.</summary>
    public void TakeBack(ulong sequence)
    {
        lock (_lock)
        {
            _open.Remove(sequence);
            _next = sequence;
        }
    }

    public void Confirm(ulong sequence, bool isMultiple) => Settle(sequence, isMultiple, PublishOutcome.Confirmed);

    public void Nack(ulong sequence, bool isMultiple)
        => Settle(sequence, isMultiple, new PublishOutcome(PublishOutcomeKind.Nacked, "the broker refused it (basic.nack): a queue is full with reject-publish, or has failed"));

    /// <summary>A message came back. The copy's stamp names it; one without a stamp is found by its address and its bytes, and where several are equal, the oldest.</summary>
    public void Return(string exchange, string routingKey, string? replayId, string? messageId, ReadOnlySpan<byte> body, string words)
    {
        lock (_lock)
        {
            for (var sequence = _oldest; sequence < _next; sequence++)
            {
                if (!_open.TryGetValue(sequence, out var entry) || entry.Returned is not null || !IsAbout(entry.Message, exchange, routingKey, replayId, messageId, body))
                    continue;
                entry.Returned = words;
                return;
            }
        }
    }

    /// <summary>
    /// Nothing further will be heard. <paramref name="isRefusalOfOne"/>: the broker closed the channel over a publish, and if exactly one is
    /// open, that is the one, and it was not stored. <paramref name="isDenied"/>: this account may not publish there.
    /// </summary>
    public void Abandon(string reason, bool isRefusalOfOne, bool isDenied = false)
    {
        List<Entry> lost;
        lock (_lock)
        {
            lost = [.. _open.Values];
            _open.Clear();
            _oldest = _next;
        }

        var kind = isRefusalOfOne && lost.Count == 1 ? PublishOutcomeKind.Nacked : PublishOutcomeKind.Unknown;
        foreach (var entry in lost)
            entry.Fate.Told(entry.Returned is { } words ? new PublishOutcome(PublishOutcomeKind.Returned, words) : new PublishOutcome(kind, reason) { IsRefusal = isDenied });
    }

    private void Settle(ulong sequence, bool isMultiple, PublishOutcome outcome)
    {
        lock (_lock)
        {
            // Who listens returns at once.
            if (!isMultiple)
                SettleOne(sequence, outcome);
            else
                for (; _oldest <= sequence && _oldest < _next; _oldest++)
                    SettleOne(_oldest, outcome);
            while (_oldest < _next && !_open.ContainsKey(_oldest))
                _oldest++;
        }
    }

    private void SettleOne(ulong sequence, PublishOutcome outcome)
    {
        if (_open.Remove(sequence, out var entry))
            entry.Fate.Told(entry.Returned is { } words ? new PublishOutcome(PublishOutcomeKind.Returned, words) : outcome);
    }

    private static bool IsAbout(OutgoingMessage sent, string exchange, string routingKey, string? replayId, string? messageId, ReadOnlySpan<byte> body)
    {
        var address = AmqpAddress.Of(sent.Address);
        if (address.Exchange != exchange || address.RoutingKey != routingKey || sent.Body.Length != body.Length)
            return false;
        return replayId is not null && sent.Headers is AmqpHeaderList { Raw: var raw }
            ? raw.TryGetValue("x-replay-id", out var own) && AmqpFields.TextOf(own) == replayId
            : MessageIdOf(sent) == messageId && sent.Body.Span.SequenceEqual(body);
    }

    private static string? MessageIdOf(OutgoingMessage message)
    {
        if (message.Properties is AmqpPropertyList { Raw: var raw })
            return raw.IsMessageIdPresent() ? raw.MessageId : null;
        foreach (var field in message.Properties)
        {
            if (field is { Name: "message_id", Value: Core.Model.TextValue text })
                return text.Value;
        }

        return null;
    }

    private sealed class Entry(OutgoingMessage message, IFateListener fate)
    {
        public OutgoingMessage Message => message;

        public IFateListener Fate => fate;

        /// <summary>The broker's words when it came back; null while it has not.</summary>
        public string? Returned { get; set; }
    }
}
