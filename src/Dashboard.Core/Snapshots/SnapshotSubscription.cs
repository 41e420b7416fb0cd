namespace Dashboard.Core.Snapshots;

/// <summary>One flag and at most one waiter: however many changes a slow reader misses, it costs nothing and sees one.</summary>
internal sealed class SnapshotSubscription(Action<SnapshotSubscription> onEnd) : ISnapshotSubscription
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _hasChanged = true;
    private bool _hasEnded;

    public async ValueTask<bool> WaitForChangeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task change;
            lock (_gate)
            {
                if (_hasEnded)
                    return false;
                if (_hasChanged)
                {
                    _hasChanged = false;
                    return true;
                }

                _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                change = _waiter.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    public void Signal()
    {
        lock (_gate)
        {
            _hasChanged = true;
            Wake();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Wake();
        }

        onEnd(this);
    }

    private void Wake()
    {
        _waiter?.TrySetResult();
        _waiter = null;
    }
}
