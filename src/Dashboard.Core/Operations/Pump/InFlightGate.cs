namespace Dashboard.Core.Operations.Pump;

/// <summary>Bounds what is under way, in messages and in bytes. One message always passes, however large.</summary>
internal sealed class InFlightGate(int maxMessages, long maxBytes)
{
    private readonly Lock _sync = new();
    private TaskCompletionSource? _left;
    private int _messages;
    private long _bytes;

    public int Messages
    {
        get
        {
            lock (_sync)
                return _messages;
        }
    }

    public Task EnterAsync(long size, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (TryEnter(size))
                return Task.CompletedTask;
        }

        return WaitToEnterAsync(size, cancellationToken);
    }

    private Task WaitToEnterAsync(long size, CancellationToken cancellationToken) => WaitAsync(() => TryEnter(size), cancellationToken);

    /// <summary>Waits until nothing is under way.</summary>
    public Task IdleAsync(CancellationToken cancellationToken) => WaitAsync(() => _messages == 0, cancellationToken);

    public void Leave(long size) => Leave(1, size);

    /// <summary>Several at once: whoever waits is woken once.</summary>
    public void Leave(int messages, long bytes)
    {
        TaskCompletionSource? signal;
        lock (_sync)
        {
            _messages -= messages;
            _bytes -= bytes;
            signal = _left;
            _left = null;
        }

        signal?.TrySetResult();
    }

    private bool TryEnter(long size)
    {
        if (_messages > 0 && (_messages >= maxMessages || _bytes + size > maxBytes))
            return false;
        _messages++;
        _bytes += size;
        return true;
    }

    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task left;
            lock (_sync)
            {
                if (condition())
                    return;
                left = (_left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await left.WaitAsync(cancellationToken);
        }
    }
}
