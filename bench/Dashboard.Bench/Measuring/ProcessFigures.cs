using System.Globalization;

namespace Dashboard.Bench.Measuring;

/// <summary>What the kernel says of a process, from <c>/proc</c>.</summary>
internal sealed class ProcessFigures(int processId)
{
    /// <summary>Clock ticks of <c>/proc/PID/stat</c>: 100 a second on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessFigures Own { get; } = new(Environment.ProcessId);

    /// <summary>User and system time used so far, in seconds; resolution 10 ms.</summary>
    public double CpuSeconds()
    {
        var line = File.ReadAllText($"/proc/{processId}/stat");
        // The name in parentheses may hold anything; what follows it does not.
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMiB() => StatusKiB("VmRSS:") / 1024;

    /// <summary>The highest resident memory so far, in MiB.</summary>
    public double PeakResidentMiB() => StatusKiB("VmHWM:") / 1024;

    private double StatusKiB(string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
