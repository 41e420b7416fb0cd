using System.Runtime.InteropServices;

namespace Dashboard.Bench.Measuring;

/// <summary>What the figures were measured on: without it they say nothing.</summary>
internal static class Machine
{
    /// <summary>One line: processors, .NET, and how busy the machine was just before.</summary>
    public static string Describe() => $"{Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.FrameworkDescription}, load {LoadAverage()}";

    /// <summary>Runnable processes over 1, 5 and 15 minutes.</summary>
    public static string LoadAverage() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    private static string Processor()
        => File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "processor";
}
