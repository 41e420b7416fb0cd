namespace Dashboard.Bench.Replay;

/// <summary>One way to bring the dead letters back to their origin. Used once.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>Everything that is done before the clock starts: connections, plans.</summary>
    Task PrepareAsync(int messages);

    /// <summary>Moves all of them; returns when nothing is left to do, its own records included.</summary>
    Task RunAsync();
}
