using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Bench.Circuits;

/// <summary>Runs inside the measured dashboard: when the file <c>BENCH_HEAP</c> holds a question mark, collects and writes the bytes that live.</summary>
internal sealed class HeapMeter : BackgroundService
{
    public const string FileVariable = "BENCH_HEAP";

    /// <summary>Asks the dashboard that was started with this file.</summary>
    public static async Task<double> AskMiBAsync(string file)
    {
        await File.WriteAllTextAsync(file, "?");
        while (true)
        {
            await Task.Delay(500);
            if (long.TryParse(await File.ReadAllTextAsync(file), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                return bytes / 1048576.0;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { } file)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(250, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!File.Exists(file) || await File.ReadAllTextAsync(file, stoppingToken) != "?")
                continue;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await File.WriteAllTextAsync(file, GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture), stoppingToken);
        }
    }
}
