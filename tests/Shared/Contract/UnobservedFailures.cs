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

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args) => _seen.Enqueue(args.Exception.ToString());
}
