using Dashboard.Brokers.RabbitMq.Messages.Envelopes;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Transfers;

/// <summary>What a session gave back: it comes again at once, and is kept back until the session ends. Thread-safe.</summary>
internal sealed class OwnReturns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _released = [];

    /// <summary>How many have come again.</summary>
    public int KeptBack { get; private set; }

    /// <summary>These are about to be given back.</summary>
    public void Expect(IReadOnlyList<TransferDelivery> deliveries)
    {
        lock (_gate)
        {
            foreach (var delivery in deliveries)
                _released[delivery.Message.Identity.Fingerprint] = _released.GetValueOrDefault(delivery.Message.Identity.Fingerprint) + 1;
        }
    }

    /// <summary>Whether this is one of them; each is told once.</summary>
    public bool Has(AmqpDelivery delivery, MessageEnvelope message)
    {
        if (!delivery.IsRedelivered)
            return false;
        lock (_gate)
        {
            var fingerprint = message.Identity.Fingerprint;
            if (!_released.TryGetValue(fingerprint, out var count))
                return false;
            if (count == 1)
                _released.Remove(fingerprint);
            else
                _released[fingerprint] = count - 1;
        }

        KeptBack++;
        return true;
    }
}
