namespace Dashboard.Core.Operations.Pump;

/// <summary>Why a running job was asked to stop.</summary>
internal enum StopKind
{
    None,
    Pause,
    Cancel,

    /// <summary>The dashboard ends.</summary>
    Shutdown,
}

/// <summary>Asks a running job to stop reading, finish what is under way, and let go of its source.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private int _kind;

    public StopKind Kind => (StopKind)Volatile.Read(ref _kind);

    public CancellationToken Token => _source.Token;

    /// <summary>A stronger request replaces a weaker one.</summary>
    public void Ask(StopKind kind)
    {
        if (kind > Kind)
            Volatile.Write(ref _kind, (int)kind);
        _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
