using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;

namespace Dashboard.Bench.Requests;

/// <summary>Counts requests and the broker's processor time over one length of time after another.</summary>
internal sealed class Phases(LabBroker broker, CountingProxy proxy, MarkdownTable table, TimeSpan length)
{
    private readonly List<(string Name, IReadOnlyDictionary<string, int> Paths)> _paths = [];
    private double? _idle;

    /// <param name="name">The line's head; the first one is what the others are compared with.</param>
    public async Task RunAsync(string name)
    {
        proxy.Take();
        var load = Machine.LoadAverage();
        var process = broker.Process();
        var cpu = process.CpuSeconds();
        await Task.Delay(length);
        var used = (process.CpuSeconds() - cpu) / length.TotalSeconds;
        var paths = proxy.Take();
        _paths.Add((name, paths));
        _idle ??= used;
        table.Add(name, paths.Values.Sum(), $"{used:P1} of a core", $"{used - _idle.Value:P1}", load);
        Console.Error.WriteLine($"{name}: {paths.Values.Sum()} requests, {used:P1}");
    }

    public void PrintPaths()
    {
        foreach (var (name, paths) in _paths)
            Console.WriteLine($"{name}: {string.Join(", ", paths.Select(path => $"{path.Key} {path.Value}"))}");
    }
}
