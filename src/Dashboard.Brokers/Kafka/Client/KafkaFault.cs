using Confluent.Kafka;

namespace Dashboard.Brokers.Kafka.Client;

/// <summary>The last error that librdkafka reported by itself. Calls only say that they timed out; this says why.</summary>
internal sealed class KafkaFault(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private Error? _cause;
    private long _at;

    public void Note(Error error)
    {
        // "All brokers are down" follows the error that tells why, and must not hide it.
        if (error.Code == ErrorCode.Local_AllBrokersDown)
            return;
        lock (_gate)
        {
            // A wrong password ends as a lost connection too: the reason that can be acted on stays.
            if (_cause?.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl && error.Code == ErrorCode.Local_Transport && IsFresh())
                return;
            _cause = error;
            _at = time.GetTimestamp();
        }
    }

    /// <summary>The cause of the last minute, or null.</summary>
    public Error? Recent
    {
        get
        {
            lock (_gate)
                return IsFresh() ? _cause : null;
        }
    }

    /// <summary>The cluster answers again.</summary>
    public void Clear()
    {
        lock (_gate)
            _cause = null;
    }

    private bool IsFresh() => _cause is not null && time.GetElapsedTime(_at) < Fresh;
}
