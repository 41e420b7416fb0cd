using Dashboard.Core.Model;

namespace Dashboard.Brokers.Kafka.Messages.Browsing;

/// <summary>Bounds how many readers a connection has at a time: each has threads and a queue of its own.</summary>
internal sealed class ReadTurns : IDisposable
{
    public const int Most = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _free = new(Most);

    /// <summary>Waits some seconds for a turn; dispose it to give it back.</summary>
    /// <exception cref="BrokerException">All are taken.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
        => await _free.WaitAsync(Patience, cancellationToken)
            ? new Turn(_free)
            : throw new BrokerException($"{Most} looks and searches read from this cluster already.", null, "Stop one of them, or wait until it ends.");

    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int _isBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isBack, 1) != 0)
                return;
            try
            {
                free.Release();
            }
            catch (ObjectDisposedException)
            {
                // The connection was closed while something was still read: nobody waits for a turn any more.
            }
        }
    }
}
