using System.Collections.Concurrent;

namespace Dashboard.Tests.Shared.Contract;

/// <summary>Collects exceptions of tasks that nobody awaited, from its making on. Other tests of the process count too: there are to be none at all.</summary>
internal sealed class UnobservedFailures : IDisposable
{
    private readonly ConcurrentQueue<string> _seen = new();

    public UnobservedFailures() => TaskScheduler.UnobservedTaskException += OnUnobserved;

    /// <summary>Has abandoned tasks collected, and tells what they died of.</summary>
    public IReadOnlyList<string> Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return [.. _seen];
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        if (!args.Exception.InnerExceptions.All(IsOfTheClientAlone))
            _seen.Enqueue(args.Exception.ToString());
    }

    // RabbitMQ.Client 7.1.2: its own main loop, ending because the connection was cut, meets the connection that is being disposed meanwhile. No task of
    // ours is in it, and nobody is given that task to await.
    private static bool IsOfTheClientAlone(Exception failure)
        => failure is ObjectDisposedException
            && failure.StackTrace is { } trace
            && trace.Split('\n').All(frame => frame.Contains("RabbitMQ.Client.", StringComparison.Ordinal));
}
