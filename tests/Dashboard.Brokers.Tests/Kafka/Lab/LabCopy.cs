using System.Diagnostics;
using Dashboard.Tests.Shared;

namespace Dashboard.Brokers.Tests.Kafka.Lab;

/// <summary>The lab's scripts copied to a folder that has no broker beside it.</summary>
internal static class LabCopy
{
    /// <summary><c>lab/up --check kafka</c> there: exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> CheckAsync(string folder)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-c", "cp -r -- \"$1/lab\" \"$2/\" && exec \"$2/lab/up\" --check kafka", "lab", Repository.Root, folder })
            start.ArgumentList.Add(argument);
        foreach (var name in new[] { "KAFKA_HOME", "LAB_DIR", "LAB_PORT_BASE" })
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
