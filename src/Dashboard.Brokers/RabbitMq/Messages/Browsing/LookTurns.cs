using Dashboard.Core.Model;

namespace Dashboard.Brokers.RabbitMq.Messages.Browsing;

/// <summary>One look at a queue at a time: a second one would find what the first one holds missing, and call the queue empty.</summary>
internal sealed class LookTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, string Queue), Turns> _queues = [];

    /// <summary>Waits for the turn; disposing the result ends it.</summary>
    public async Task<Turn> EnterAsync(DestinationRef queue, CancellationToken cancellationToken)
    {
        var key = (queue.Scope, queue.Name);
        Turns turns;
        lock (_lock)
        {
            if (!_queues.TryGetValue(key, out turns!))
                _queues[key] = turns = new Turns();
            turns.Interested++;
        }

        var hadToWait = turns.Gate.CurrentCount == 0;
        try
        {
            await turns.Gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(key, turns);
            throw;
        }

        return new Turn(hadToWait, () =>
        {
            turns.Gate.Release();
            Leave(key, turns);
        });
    }

    private void Leave((string Scope, string Queue) key, Turns turns)
    {
        lock (_lock)
        {
            if (--turns.Interested == 0)
                _queues.Remove(key);
        }
    }

    /// <param name="hadToWait">Somebody else looked when it was asked for.</param>
    /// <param name="end">Ends it.</param>
    internal sealed class Turn(bool hadToWait, Action end) : IDisposable
    {
        public bool HadToWait => hadToWait;

        public void Dispose() => end();
    }

    private sealed class Turns
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Interested { get; set; }
    }
}
